// The card task: each card to a mat by dragging, by a digit or by a tap; taken back; a top of three
// from the piles that count. What is laid stands in the radio buttons of the form and nowhere else.
import { drag } from "./drag.js";
import { laid } from "./paradata.js";
import { top } from "./top.js";

export function enhance(screen) {
  const deck = screen.querySelector(".dv-deck");
  if (deck) table(screen, deck);
}

function table(screen, deck) {
  const cards = [...deck.querySelectorAll("[data-card]")];
  const mats = [...deck.querySelectorAll(".dv-piles li")];
  const tools = deck.querySelector("[data-tools]");
  const undo = tools.querySelector("[data-action=undo]");
  const history = []; // of cards, each with the pile it lay on before
  const lying = new Map(cards.map((card) => [card, pileOf(card)]));
  let since = performance.now();

  const piles = [...cards[0].querySelectorAll("input[type=radio]")].map((input) => input.value);
  const touched = () => cards.find((card) => card.contains(document.activeElement));
  const next = () => cards.find((card) => !pileOf(card) && !reasonOf(card));
  const current = () => (alone() ? next() : (touched() ?? next()));
  const alone = () => deck.classList.contains("dv-deck--single") || deck.closest("#card:target");

  // One way to lay a card, whatever the hand did: check its radio button and say so to the form.
  const lay = (card, pile) => {
    if (!card) return false;
    const input = card.querySelector(`input[type=radio][value="${pile}"]`);
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const following = next();
    if (following && !alone()) following.querySelector("input").focus();
    return true;
  };

  const back = () => {
    const { card, pile } = history.pop();
    for (const input of card.querySelectorAll("input[type=radio]")) input.checked = input.value === pile;
    lying.set(card, pile);
    draw();
    deck.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const draw = () => {
    const here = current();
    for (const card of cards) card.classList.toggle("dv-card--current", card === here);
    mats.forEach((mat, place) => {
      mat.dataset.count = cards.filter((card) => pileOf(card) === piles[place]).length;
    });
    undo.disabled = history.length === 0;
    tools.querySelector("[data-laid]").textContent = `${cards.length - cards.filter(isOpen).length} / ${cards.length}`;
    deck.classList.toggle("dv-deck--done", !next());
  };

  deck.addEventListener("change", ({ target }) => {
    const card = target.closest("[data-card]");
    if (card && lying.get(card) !== pileOf(card)) {
      history.push({ card, pile: lying.get(card) });
      lying.set(card, pileOf(card));
      laid(card.dataset.card, performance.now() - since);
      since = performance.now();
    }
    draw();
  });
  deck.addEventListener("focusin", draw);
  deck.addEventListener("pile", (event) => {
    if (event.detail <= piles.length && lay(current(), piles[event.detail - 1])) event.preventDefault();
  });
  undo.addEventListener("click", back);
  tools.querySelector("[data-action=single]").addEventListener("click", ({ currentTarget }) => {
    const on = deck.classList.toggle("dv-deck--single");
    currentTarget.setAttribute("aria-pressed", String(on));
    draw();
    if (on) tools.scrollIntoView(); // the mats and the card together, above the bar
  });
  window.addEventListener("hashchange", () => deck.isConnected && draw());
  mats.forEach((mat, place) => asButton(mat, () => lay(current(), piles[place])));
  for (const card of cards) drag(card, mats, (place) => lay(card, piles[place]));
  tools.hidden = false;
  top(screen, deck, cards, pileOf);
  draw();
}

const pileOf = (card) => card.querySelector("input[type=radio]:checked")?.value;
const reasonOf = (card) => card.querySelector("select")?.value;
const isOpen = (card) => !pileOf(card) && !reasonOf(card);

// A mat can be tapped; for a screen reader and the Tab key the card's own radio buttons do the work.
function asButton(mat, press) {
  mat.classList.add("dv-mat");
  mat.addEventListener("click", press);
}
