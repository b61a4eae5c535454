// The three most important cards: by the lists of the form, or by a tap on the cards themselves.
export function top(screen, deck, cards, pileOf) {
  const picks = [...screen.querySelectorAll("[data-pick]")];
  const shelf = screen.querySelector("[data-shelf]");
  if (!picks.length || !shelf) return;
  const counts = (deck.dataset.topFrom ?? "").split(" ");
  const counting = (card) => counts.includes(pileOf(card));

  const press = (name) => {
    const taken = picks.find((pick) => pick.value === name);
    const pick = taken ?? picks.find((each) => !each.value);
    if (!pick) return;
    pick.value = taken ? "" : name;
    pick.dispatchEvent(new Event("change", { bubbles: true }));
    shelf.querySelector(`[data-top="${name}"]`)?.focus();
  };

  const draw = () => {
    const lying = cards.filter(counting);
    offer(picks, new Set(lying.map((card) => card.dataset.card)));
    shelf.replaceChildren(...lying.map((card) => small(card, picks, press)));
  };
  screen.addEventListener("change", draw);
  screen.addEventListener("input", draw);
  draw();
}

// A card may be picked when it lies on a pile that counts and was not picked higher up.
function offer(picks, lying) {
  for (const pick of picks) {
    const others = new Set(picks.filter((one) => one !== pick).map((one) => one.value));
    for (const option of pick.options) {
      const may = option.value === "" || (lying.has(option.value) && !others.has(option.value));
      option.hidden = option.disabled = !may && !option.selected;
    }
  }
}

function small(card, picks, press) {
  const button = document.createElement("button");
  const rank = picks.findIndex((pick) => pick.value === card.dataset.card) + 1;
  Object.assign(button, { type: "button", className: "dv-small-card" });
  button.dataset.top = card.dataset.card;
  button.setAttribute("aria-pressed", String(rank > 0));
  const picture = card.querySelector("img")?.cloneNode();
  const words = [...card.querySelectorAll("legend > span")].map((each) => each.cloneNode(true));
  const number = document.createElement("b");
  number.textContent = rank || "";
  button.append(number, ...(picture ? [picture] : []), ...words);
  button.addEventListener("click", () => press(card.dataset.card));
  return button;
}
