// The card task: a top of three from the piles that count.
export function enhance(screen) {
  const deck = screen.querySelector(".dv-deck");
  if (!deck) return;
  const cards = [...deck.querySelectorAll("[data-card]")];
  const picks = [...screen.querySelectorAll("[data-pick]")];
  const counts = (deck.dataset.topFrom ?? "").split(" ");
  const draw = () => offer(picks, cards, counts);
  screen.addEventListener("change", draw);
  draw();
}

// A card may be picked when it lies on a pile that counts and was not picked higher up.
function offer(picks, cards, counts) {
  const pile = (card) => card.querySelector("input[type=radio]:checked")?.value;
  const lying = new Set(cards.filter((c) => counts.includes(pile(c))).map((c) => c.dataset.card));
  for (const pick of picks) {
    const others = new Set(picks.filter((one) => one !== pick).map((one) => one.value));
    for (const option of pick.options) {
      const may = option.value === "" || (lying.has(option.value) && !others.has(option.value));
      option.hidden = option.disabled = !may && !option.selected;
    }
  }
}
