// Puts a screen of the bundle on the page: takes off what is not asked now, fills in the answers,
// and says what has to be said. The twin of templates/interviews/_screen.html and _remarks.html.
import { cardOrder } from "./shuffle.js";
import { isGiven, valueOf } from "./routing.js";

const phrases = () => document.getElementById("phrases").dataset;
// What works without a network; buttons for anything else are taken off.
const WORKS = /^(next|previous|stop|finish|language:.*)$/;
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);

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
  for (const button of screen.querySelectorAll("button[name=action]")) {
    if (!WORKS.test(button.value)) button.remove();
  }
  for (const button of screen.querySelectorAll("[data-action=keys], [data-action=swap]")) button.remove();
  const previous = screen.querySelector("[data-action=previous]");
  previous.disabled = holding.stored && !route.previous(question.name);
  const behind = route.openQuestions.filter(
    (one) => holding.questionnaire.position.get(one.name) < holding.questionnaire.position.get(question.name),
  );
  const open = screen.querySelector(".dv-bottom-bar__open");
  open.replaceChildren();
  if (holding.stored && behind.length) {
    const link = document.createElement("a");
    link.href = `#${behind[0].name}`;
    link.dataset.goto = behind[0].name;
    link.textContent = `${phrases().open} ${behind.length}`;
    open.append(link);
  }
  onward(screen, route.ends(question) && holding.stored);
  const sync = screen.querySelector("[data-sync]");
  if (sync) sync.replaceChildren(holding.stored ? phrases().device : phrases().nothing);
  if (sync) holding.stored ? (sync.dataset.sync = "device") : delete sync.dataset.sync;
  const since = screen.querySelector("[data-since]");
  if (since) since.dataset.since = holding.head.at ?? new Date().toISOString();
  screen.dataset.now = new Date().toISOString();
  const note = screen.querySelector(".dv-note");
  if (!holding.stored) note?.remove();
  const words = valueOf(sheet, `${question.name}__note`);
  if (note && words) {
    note.open = true;
    note.querySelector("textarea").value = words;
  }
  screen.querySelector(".dv-top-bar__name").removeAttribute("href");
}

function onward(screen, ends) {
  const button = screen.querySelector("[data-action=next], [data-action=finish]");
  const action = ends ? "finish" : "next";
  if (button.dataset.action === action) return;
  button.dataset.action = button.value = action;
  button.textContent = ends ? phrases().finish : phrases().next;
}

function say(screen, holding, question, { complaints = [], stillOpen = [], mayStayOpen, emptied = [] }) {
  const box = document.createElement("div");
  const wrong = complaints.some((one) => one.hard);
  box.className = `dv-message dv-message--${wrong ? "wrong" : "warn"}`;
  box.setAttribute("role", "alert");
  box.tabIndex = -1;
  box.dataset.focus = "";
  const words = phrases();
  if (emptied.length) asks(box, holding, emptied, words);
  else complains(box, { holding, question, complaints, stillOpen, mayStayOpen, wrong, words });
  screen.querySelector(".dv-ask").before(box);
  for (const complaint of complaints) mark(screen, complaint, textOf(holding, complaint));
}

function complains(box, { holding, question, complaints, stillOpen, mayStayOpen, wrong, words }) {
  const title = wrong ? words.wrong : complaints.length ? words.look : words.stillOpen;
  box.append(element("p", element("strong", title)));
  const list = box.appendChild(document.createElement("ul"));
  for (const one of complaints) list.append(link(one.item, textOf(holding, one)));
  const faulty = new Set(complaints.map((one) => one.item));
  const blank = stillOpen.filter((item) => !faulty.has(item.name));
  if (question.cards && blank.length) list.append(link(blank[0].name, `${words.cards} ${blank.length}`));
  else for (const item of blank) list.append(link(item.name, blankText(holding, question, item, words)));
  if (stillOpen.length && mayStayOpen && !wrong) box.append(button("leave_open", "leave-open", words.leave));
}

function blankText(holding, question, item, words) {
  if (item.name !== question.name) return `${words.open} ${holding.bundle.sentences.labels[item.name]}`;
  return question.missing.length ? words.choose : words.needed;
}

function asks(box, holding, emptied, words) {
  box.append(element("p", element("strong", words.emptied)));
  const list = box.appendChild(document.createElement("ul"));
  for (const name of emptied.slice(0, 12)) list.append(element("li", holding.bundle.sentences.labels[name] ?? name));
  if (emptied.length > 12) list.append(element("li", `+ ${emptied.length - 12}`));
  const yes = button("confirm", "confirm", words.confirm);
  yes.classList.add("dv-button--primary");
  const actions = element("p", yes, " ", button("cancel", "cancel", words.cancel));
  actions.className = "dv-actions";
  box.append(actions);
}

function mark(screen, { item, hard }, text) {
  const field = screen.querySelector(`[data-item="${item}"], [data-card="${item}"]`);
  if (!field) return;
  const words = element("p", text);
  words.className = "dv-fault";
  words.id = `${item}-fault`;
  const label = field.querySelector(":scope > .dv-label, :scope > legend");
  label ? label.after(words) : field.prepend(words);
  const input = field.matches("fieldset") ? field : field.querySelector(`[name="${item}"]`);
  input?.setAttribute("aria-describedby", words.id);
  if (hard && input !== field) input?.setAttribute("aria-invalid", "true");
}

function textOf({ bundle }, { message, key, values }) {
  const known = bundle.sentences.complaints;
  const text = (key && known[key]) || known[message] || message || phrases().cannot;
  return fill(text, values);
}

function element(name, ...inside) {
  const made = document.createElement(name);
  made.append(...inside);
  return made;
}

function link(item, text) {
  const made = element("a", text);
  made.href = `#${item}`;
  return element("li", made);
}

function button(action, hook, text) {
  const made = element("button", text);
  Object.assign(made, { className: "dv-button", name: "action", value: action });
  made.dataset.action = hook;
  return made;
}
