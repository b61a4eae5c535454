// The screens around the questions: no, stop, and the end with the number on the card.
import { showCode as spaced } from "./codes.js";
import { valueOf } from "./routing.js";

function texts(place, holding, name) {
  const { texts } = holding.bundle.sentences;
  const languages = [...new Set(["nl", holding.heard])];
  const said = languages.map((language) => texts[language]?.[name]).filter(Boolean);
  const unlike = said.filter((one, place) => said.findIndex((other) => other.lang === one.lang) === place);
  place.replaceChildren(
    ...unlike.map(({ text, lang, dir }) =>
      Object.assign(document.createElement("p"), { className: "dv-say", textContent: text, lang, dir }),
    ),
  );
}

export function refused(part, holding) {
  texts(part.querySelector("[data-say]"), holding, "tekst_geen_toestemming");
}

export function stopping(part, holding) {
  texts(part.querySelector("[data-say]"), holding, "tekst_stop");
}

// At the second consent the number is written on the respondent's card.
export function showCode(screen, holding, question) {
  if (question.name !== holding.questionnaire.consent.special) return;
  const made = document.getElementById("card-number").content.firstElementChild.cloneNode(true);
  made.querySelector(".dv-code").textContent = spaced(holding.head.code);
  screen.querySelector(".dv-ask").before(made);
}

export function closing(part, holding) {
  const { ended, code } = holding.head;
  const open = holding.openQuestions;
  part.dataset.state = ended?.state ?? "open";
  for (const one of part.querySelectorAll("[data-when]")) {
    one.hidden = !one.dataset.when.split(" ").includes(part.dataset.state);
  }
  part.querySelector("[data-contact]").hidden = !ended || !mayBeCalled(holding);
  const tile = part.querySelector("[data-open]");
  tile.hidden = !open.length || ended?.state === "stopped";
  tile.querySelector("ul").replaceChildren(...open.map((question) => line(holding, question)));
  const blocked = holding.bundle.key_open === "block" && open.some((question) => question.core);
  tile.querySelector("[data-do=finish-anyway]").hidden = blocked;
  tile.querySelector("[data-blocked]").hidden = !blocked || Boolean(ended);
  part.querySelector("[data-withdrawal-code]").textContent = spaced(code);
  texts(part.querySelector("[data-say]"), holding, "tekst_kaartje");
}

// Whether this person said yes to being called later, for whatever reason.
function mayBeCalled(holding) {
  const asked = holding.questionnaire.contact.map((name) => holding.questionnaire.items.get(name));
  return asked.some((item) => {
    const codes = valueOf(holding.sheet, item.name).split(" ");
    return holding.route().visibleChoices(item).some((one) => !one.exclusive && codes.includes(one.name));
  });
}

function line(holding, question) {
  const link = document.createElement("a");
  link.href = `#${question.name}`;
  link.dataset.goto = question.name;
  link.textContent = `${question.number ?? ""} ${holding.bundle.sentences.labels[question.name]}`;
  const item = document.createElement("li");
  item.append(link);
  if (question.core) item.append(" ", document.getElementById("core").content.cloneNode(true));
  return item;
}
