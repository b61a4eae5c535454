// The whole interview by keyboard. Only single letters and digits, only outside fields for text,
// and they can be switched off (WCAG 2.1.4): this device remembers that, and nothing else.
const STORED = "doorvragen.keys";
const SIZES = ["", "dv-large-heard", "dv-large-read"];
const PRESS = { w: "weet_niet", z: "wil_niet", g: "niet_begrepen", t: "tijd", b: "previous", k: "card" };
const TYPING = "textarea, select, input:not([type=radio], [type=checkbox], [type=submit])";

const page = document.documentElement;
const screen = () => document.getElementById("screen");
const list = () => document.getElementById("keys");
const cardIsUp = () => Boolean(screen()?.querySelector("#card:target"));
const action = (name) => screen().querySelector(`[data-action=${name}]`);

export function listen() {
  const box = list().querySelector("[data-keys-on]");
  box.checked = localStorage.getItem(STORED) !== "off";
  page.classList.toggle("dv-keys", box.checked);
  box.addEventListener("change", () => {
    box.checked ? localStorage.removeItem(STORED) : localStorage.setItem(STORED, "off");
    page.classList.toggle("dv-keys", box.checked);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-action=keys]")) list().showModal();
    if (target.closest("[data-action=swap]")) swap();
  });
}

function onKey(event) {
  if (event.key === "Escape" && cardIsUp()) return void action("uncard").click();
  const off = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
  if (!screen() || off || list().open || !page.classList.contains("dv-keys")) return;
  if (event.target.matches(TYPING) || event.target.isContentEditable) return;
  if (does(event)) event.preventDefault();
}

// Whether the key meant something here.
function does({ key, target }) {
  if (/^[1-9]$/.test(key)) return choose(Number(key), target);
  const letter = key.toLowerCase();
  if (cardIsUp()) return letter === "k" && click(action("uncard"));
  if (key === "?") return list().showModal(), true;
  if (key === "Enter") return onward(target);
  if (key === "ArrowLeft") return !target.matches("input") && click(action("previous"));
  if (letter === "l") return swap(), true;
  if (letter === "n") return note();
  if (letter === "v") return unfold(screen().querySelector("[data-more]"));
  return letter in PRESS && click(action(PRESS[letter]));
}

// A digit chooses in the list where one is, or in the first one; on cards it chooses the pile.
function choose(digit, target) {
  const deck = screen().querySelector(".dv-deck");
  if (deck) return !deck.dispatchEvent(new CustomEvent("pile", { detail: digit, cancelable: true }));
  const item = target.closest("[data-item]") ?? screen();
  const sign = [...item.querySelectorAll(".dv-digit")].find((each) => Number(each.textContent) === digit);
  const input = sign?.closest(".dv-row").querySelector("input");
  input?.focus();
  return click(input);
}

// Enter on a button or a link keeps its own meaning; in a list the form itself goes on.
function onward(target) {
  if (target.closest("a, button, summary, input")) return false;
  return click(action("next") ?? action("finish"));
}

function click(element) {
  if (!element || element.disabled) return false;
  element.click();
  return true;
}

function note() {
  const box = screen().querySelector(".dv-note");
  if (!box) return false;
  box.open = true;
  box.querySelector("textarea").focus();
  return true;
}

function unfold(box) {
  if (!box) return false;
  box.open = !box.open;
  box.querySelector("summary").focus();
  return true;
}

// Both languages alike, then the one that is heard large, then the one that is read.
function swap() {
  const now = Math.max(0, SIZES.findIndex((name) => name && page.classList.contains(name)));
  page.classList.remove(...SIZES.filter(Boolean));
  const next = SIZES[(now + 1) % SIZES.length];
  if (next) page.classList.add(next);
}
