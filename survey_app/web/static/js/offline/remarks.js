// What has to be said on a screen before one goes on: the twin of templates/interviews/_remarks.html.
const phrases = () => document.getElementById("phrases").dataset;
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (place, name) => values[name] ?? place);

export function say(screen, holding, question, { complaints = [], stillOpen = [], mayStayOpen, emptied = [] }) {
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

// A line in passing, above the question.
export function tell(screen, text) {
  const box = element("div", element("p", text));
  box.className = "dv-message";
  box.setAttribute("role", "status");
  screen.querySelector(".dv-ask").before(box);
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
  if (complaints.some((one) => !one.hard)) box.append(...why(words, wrong));
  if (stillOpen.length && mayStayOpen && !wrong) box.append(button("leave_open", "leave-open", words.leave));
}

// Something remarkable was shown: the next attempt goes on, with a reason that is kept.
function why(words, wrong) {
  const warned = field("page.warned", "1");
  warned.type = "hidden";
  if (wrong) return [warned];
  const reason = Object.assign(field("page.reason", ""), { maxLength: 200, autocomplete: "off", dir: "auto" });
  reason.className = "dv-input";
  const label = element("label", words.why, " ", reason);
  label.className = "dv-why";
  return [warned, label];
}

function field(name, value) {
  return Object.assign(document.createElement("input"), { name, value });
}

function blankText(holding, question, item, words) {
  if (item.name !== question.name) return `${words.open} ${holding.bundle.sentences.labels[item.name]}`;
  return question.missing.length ? words.choose : words.needed;
}

function asks(box, holding, emptied, words) {
  box.append(element("p", element("strong", words.emptied), " ", words.history));
  const list = box.appendChild(document.createElement("ul"));
  list.className = "dv-emptied";
  for (const name of emptied.slice(0, 12)) list.append(element("li", holding.bundle.sentences.labels[name] ?? name));
  if (emptied.length > 12) list.append(element("li", fill(words.more, { number: emptied.length - 12 })));
  const yes = button("confirm", "confirm", words.confirm);
  yes.classList.add("dv-button--primary");
  const actions = element("p", yes, " ", button("cancel", "cancel", words.cancel));
  actions.className = "dv-actions";
  box.append(actions);
}

function mark(screen, { item, hard }, text) {
  const place = screen.querySelector(`[data-item="${item}"], [data-card="${item}"]`);
  if (!place) return;
  const words = element("p", text);
  words.className = "dv-fault";
  words.id = `${item}-fault`;
  const label = place.querySelector(":scope > .dv-label, :scope > legend");
  label ? label.after(words) : place.prepend(words);
  const input = place.matches("fieldset") ? place : place.querySelector(`[name="${item}"]`);
  input?.setAttribute("aria-describedby", words.id);
  if (hard && input !== place) input?.setAttribute("aria-invalid", "true");
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
