// Puts a screen of the bundle on the page: takes off what is not asked now, fills in the answers,
// and says what has to be said. The twin of templates/interviews/_screen.html.
import { lead, rested } from "./leading.js";
import { say, tell } from "./remarks.js";
import { cardOrder } from "./shuffle.js";
import { isGiven, valueOf } from "./routing.js";
import { now } from "./time.js";

const phrases = () => document.getElementById("phrases").dataset;

export function draw(holding, question, { sheet = holding.sheet, remarks = null } = {}) {
  const holder = document.createElement("template");
  const html = holding.bundle.screens[holding.heard] ?? holding.bundle.screens.nl;
  holder.innerHTML = html[question.name].replaceAll("[voornaam]", escaped(holding.vault.firstName)).trim();
  const screen = holder.content.firstElementChild;
  const route = holding.route();
  screen.querySelector("[name='page.id']").value = crypto.randomUUID();
  trim(screen, route, question);
  if (question.cards) deal(screen, holding, question);
  answer(screen, question, sheet);
  around(screen, holding, route, question, sheet);
  lead(screen, holding, question);
  if (!screen.querySelector(".dv-ask")) return screen; // a pause
  if (holding.languageLost) tell(screen, phrases().languageLost);
  if (remarks) say(screen, holding, question, remarks);
  return screen;
}

function escaped(text) {
  const holder = document.createElement("i");
  holder.textContent = text;
  return holder.innerHTML;
}

export function formOf(screen, pressed) {
  const form = new Map();
  for (const [name, value] of new FormData(screen.querySelector("form"))) {
    if (name.includes(".") || ["heard", "action", "csrf_token"].includes(name)) continue;
    form.set(name, [...(form.get(name) ?? []), value]);
  }
  if (pressed?.name === "status") form.set("status", [pressed.value]);
  return form;
}

function trim(screen, route, question) {
  for (const item of question.items) {
    const here = () => screen.querySelectorAll(`[name="${item.name}"]`);
    if (!route.asked.has(item.name) && !item.follows) {
      for (const field of here()) (field.closest("[data-item], [data-card], .dv-pick") ?? field).remove();
      continue;
    }
    if (!item.list) continue;
    const visible = new Set(route.visibleChoices(item).map((choice) => choice.name));
    for (const field of here()) {
      const options = field.localName === "select" ? [...field.options] : [field];
      for (const one of options) {
        const choice = one.value && one.type !== "hidden" && !visible.has(one.value);
        if (choice) (one.closest(".dv-row") ?? one).remove();
      }
    }
  }
  for (const rows of screen.querySelectorAll(".dv-rows")) {
    [...rows.querySelectorAll(".dv-row")].forEach((row, place) => {
      const digit = row.querySelector(".dv-digit");
      if (digit) digit.textContent = place + 1;
    });
  }
}

// The cards in the order of this interview.
function deal(screen, holding, question) {
  const all = cardOrder(holding.head.seed, question.name, question.cards.cards);
  const asked = all.filter((name) => holding.route().asked.has(name));
  screen.querySelector(`[name="${question.cards.order}"]`).value = asked.join(" ");
  const cards = asked.map((name) => screen.querySelector(`[data-card="${name}"]`));
  const end = document.createComment("");
  cards.at(-1)?.parentElement.insertBefore(end, cards.at(-1));
  for (const card of cards) end.before(card);
  end.remove();
}

function answer(screen, question, sheet) {
  for (const item of question.items) {
    const codes = valueOf(sheet, item.name).split(" ").filter(Boolean);
    for (const field of screen.querySelectorAll(`[name="${item.name}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") {
        field.toggleAttribute("checked", codes.includes(field.value));
        field.checked = codes.includes(field.value);
      } else if (field.type !== "hidden") {
        field.value = valueOf(sheet, item.name);
      }
    }
    const answered = sheet.get(item.name);
    const reason = screen.querySelector(`select[name="${item.name}__status"]`);
    if (reason && answered && !isGiven(answered)) reason.value = answered.status;
    if (item.multiple) {
      screen.querySelector(`[data-item="${item.name}"]`)?.setAttribute("data-order", codes.join(" "));
    }
  }
}

function around(screen, holding, route, question, sheet) {
  const stored = sheet.get(question.name);
  screen.dataset.status = route.openItems(question).length ? "open" : (stored?.status ?? "beantwoord");
  for (const button of screen.querySelectorAll("button[name=status]")) {
    if (stored?.status === button.value) button.setAttribute("aria-pressed", "true");
  }
  const previous = screen.querySelector("[data-action=previous]");
  previous.disabled = holding.stored && !holding.course.previous(question.name);
  const behind = holding.stored ? holding.course.behind(question.name).length : 0;
  const open = screen.querySelector(".dv-bottom-bar__open");
  open.replaceChildren(behind ? openButton(behind) : holding.stored ? `${phrases().open} 0` : "");
  open.classList.toggle("dv-bottom-bar__open--none", !behind);
  onward(screen, holding.stored && holding.course.ends(question));
  const sync = screen.querySelector("[data-sync]");
  if (sync) sync.replaceChildren(holding.stored ? phrases().device : phrases().nothing);
  if (sync) holding.stored ? (sync.dataset.sync = "device") : delete sync.dataset.sync;
  const since = screen.querySelector("[data-since]");
  if (since) since.dataset.since = begun(holding).toISOString();
  screen.dataset.now = now().toISOString();
  const note = screen.querySelector(".dv-note");
  if (!holding.stored) for (const one of [note, screen.querySelector(".dv-more")]) one?.remove();
  const words = valueOf(sheet, `${question.name}__note`);
  if (holding.stored && note && words) {
    note.open = true;
    note.querySelector("textarea").value = words;
  }
  screen.querySelector(".dv-top-bar__name").removeAttribute("href");
}

// For the clock: pauses do not count.
const begun = ({ head, events }) =>
  head.at ? new Date(Date.parse(head.at) + rested(events)) : now();

function onward(screen, ends) {
  const button = screen.querySelector("[data-action=next], [data-action=finish]");
  const action = ends ? "finish" : "next";
  if (button.dataset.action === action) return;
  button.dataset.action = button.value = action;
  button.textContent = ends ? phrases().finish : phrases().next;
}

function openButton(number) {
  const made = document.createElement("button");
  Object.assign(made, { className: "dv-link", name: "action", value: "open" });
  made.dataset.action = "open";
  made.textContent = `${phrases().open} ${number}`;
  return made;
}
