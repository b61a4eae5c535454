// How a screen was filled in: how long, by keys or by touch, how often changed, how fast the cards
// were laid. About the study, not about the interviewer: no key and no place is kept.
let shown = performance.now();
let by = "";
let changes = 0;
let cards = {};

document.addEventListener("keydown", () => (by = "keyboard"), true);
document.addEventListener("pointerdown", (event) => (by = event.pointerType || "mouse"), true);
document.addEventListener("change", () => (changes += 1));

export function enhance() {
  [shown, changes, cards] = [performance.now(), 0, {}];
}

export function laid(card, milliseconds) {
  cards[card] = Math.round(milliseconds);
}

export function gathered() {
  const milliseconds = Math.round(performance.now() - shown);
  return { milliseconds, by, changes, cards };
}

export const collected = () => JSON.stringify(gathered());
