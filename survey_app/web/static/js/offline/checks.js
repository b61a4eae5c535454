// What may be answered: the twin of question_types/screen.py (check_screen) and
// questionnaire/checks.py. A complaint is {item, message, hard, ...arguments for the message}.
import { valueOf } from "./routing.js";

const MOST_CHARACTERS = 2000;
const SYSTEM = ["nvt_route", "geen_toestemming", "afgebroken"];
const WHOLE = /^-?[0-9]{1,9}$/;

const complaint = (item, message, values = {}) => ({ item, message, values, hard: true });

export function checkScreen(route, question) {
  const items = route.relevantItems(question);
  const faults = items.map((item) => formFault(item, valueOf(route.sheet, item.name))).filter(Boolean);
  const wrong = new Set(faults.map((fault) => fault.item));
  const rules = [...hardChecks(route, question), ...softChecks(route, items)];
  return [...faults, ...rules.filter((rule) => !wrong.has(rule.item))];
}

// Whether a value has the form of its kind, whatever the other answers are.
function formFault(item, value) {
  if (!value) return null;
  if (item.type === "select_one" && value.includes(" ")) {
    return complaint(item.name, "Kies één antwoord.");
  }
  if (item.type !== "integer" && item.type !== "range") return null;
  if (!WHOLE.test(value)) return complaint(item.name, "Vul een heel getal in, in cijfers.");
  if (item.type === "integer") return null;
  const [start, end, step] = item.scale;
  const number = Number(value);
  if (start <= number && number <= end && (number - start) % step === 0) return null;
  const message = "Kies een getal van %(start)s tot en met %(end)s, in stappen van %(step)s.";
  return complaint(item.name, message, { start, end, step });
}

export function hardChecks(route, question) {
  const found = [];
  for (const item of route.relevantItems(question)) {
    const answer = route.sheet.get(item.name);
    if (answer) found.push(...ofItem(route, item, answer));
  }
  if (question.cards) found.push(...ofOrder(route, question.cards), ...ofTop(route, question.cards));
  return found;
}

function ofItem(route, item, answer) {
  const value = valueOf(route.sheet, item.name);
  if (!value) return ofStatus(item, answer.status);
  const length = [...value].length; // as Python counts
  if (length > MOST_CHARACTERS) {
    const message = "Dit is te lang: %(number)s tekens. Er passen er %(most)s.";
    return [complaint(item.name, message, { number: length, most: MOST_CHARACTERS })];
  }
  const found = item.list ? ofCodes(item, value.split(" "), route.visibleChoices(item)) : [];
  if (!route.tree.accepts(item.constraint, item.name, value)) {
    found.push({ ...complaint(item.name, ""), key: `${item.name}:constraint_message` });
  }
  return found;
}

function ofStatus(item, status) {
  const allowed = status === "beantwoord" || SYSTEM.includes(status) || item.missing.includes(status);
  return allowed ? [] : [complaint(item.name, "Bij deze vraag is een antwoord nodig.")];
}

function ofCodes(item, codes, visible) {
  const chosen = visible.filter((choice) => codes.includes(choice.name));
  if (!item.multiple && codes.length > 1) return [complaint(item.name, "Kies één antwoord.")];
  if (new Set(codes).size !== codes.length) {
    return [complaint(item.name, "Een antwoord is twee keer gekozen.")];
  }
  if (chosen.length !== codes.length) {
    return [complaint(item.name, "Dit antwoord staat niet in de lijst. Kies opnieuw.")];
  }
  if (item.most && codes.length > item.most) {
    return [complaint(item.name, "Kies er hoogstens %(most)s.", { most: item.most })];
  }
  return together(item, chosen);
}

// Choices that cannot go together; said once is enough, it holds both ways.
function together(item, chosen) {
  for (const choice of chosen) {
    if (choice.exclusive && chosen.length > 1) {
      const message = "‘%(choice)s’ kan niet samen met een ander antwoord.";
      return [complaint(item.name, message, { choice: choice.label })];
    }
    const other = chosen.find((one) => choice.excludes.includes(one.name));
    if (other) {
      const message = "‘%(choice)s’ kan niet samen met ‘%(other)s’.";
      return [complaint(item.name, message, { choice: choice.label, other: other.label })];
    }
  }
  return [];
}

function ofOrder(route, cards) {
  const shown = valueOf(route.sheet, cards.order).split(" ").filter(Boolean);
  const known = shown.every((name) => cards.cards.includes(name));
  if (known && new Set(shown).size === shown.length) return [];
  return [complaint(cards.order, "De volgorde van de kaarten klopt niet.")];
}

function ofTop(route, cards) {
  const found = [];
  const picked = new Set();
  let gap = false;
  for (const pick of cards.top) {
    const card = valueOf(route.sheet, pick);
    if (!card) gap = true;
    else if (gap) found.push(complaint(pick, "Kies eerst de kaart die hoger staat."));
    else if (picked.has(card)) {
      found.push(complaint(pick, "Deze kaart is al gekozen. Kies een andere."));
    } else if (!cards.from.includes(valueOf(route.sheet, card))) {
      found.push(complaint(pick, "Deze kaart ligt niet op een stapel waaruit u kunt kiezen."));
    }
    picked.add(card);
  }
  return found;
}

// Soft, so rather too often than too seldom.
const PERSONAL = [
  [
    /[^\s@]@[^\s@.]+\.[^\s@]/u,
    "Staat hier een e-mailadres? Haal het weg: dan blijft het antwoord zonder naam.",
  ],
  [
    /\p{Nd}(?:[ .()/-]{0,2}\p{Nd}){7,}/u,
    "Staat hier een telefoonnummer of een ander persoonlijk nummer? Haal het weg:" +
      " dan blijft het antwoord zonder naam.",
  ],
  [
    /\b[1-9]\p{Nd}{3}(?: ?(?!SA|SD|SS)[A-Z]{2}|(?!km|kg|eu)[a-z]{2})\b/u,
    "Staat hier een postcode? Haal haar weg: dan blijft het antwoord zonder naam.",
  ],
];

function softChecks(route, items) {
  return items
    .filter((item) => item.type === "text")
    .flatMap((item) => {
      const text = valueOf(route.sheet, item.name);
      const found = PERSONAL.filter(([pattern]) => pattern.test(text));
      return found.map(([, message]) => ({ item: item.name, message, values: {}, hard: false }));
    });
}
