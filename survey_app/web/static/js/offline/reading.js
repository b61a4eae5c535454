// What a screen says: the twin of question_types (read_screen). A form is a Map from field to a
// list of values; answers come back as a Map from item to {value, status}.
import { checkScreen } from "./checks.js";
import { ANSWERED, isGiven, isSettled } from "./routing.js";

const NOTHING = { value: "", status: ANSWERED };
const ALL = ["beantwoord", "weet_niet", "wil_niet", "niet_begrepen", "tijd", "nvt_route",
  "geen_toestemming", "afgebroken"];

const fields = (form, name) => form.get(name) ?? [];

export function readScreen(before, question, sent) {
  const form = withButton(question, sent);
  const read = new Map();
  const both = [];
  for (const item of question.items) parse(item, form, before.sheet.get(item.name), read, both);
  let after = before.with(read);
  const off = [...read.keys()].filter((name) => !after.asked.has(name));
  for (const name of off) read.delete(name);
  if (off.length) after = before.with(read);
  const complaints = both.filter((fault) => read.has(fault.item));
  for (const found of [...refused(question, sent), ...checkScreen(after, question)]) {
    if (!complaints.some((one) => isSame(one, found))) complaints.push(found);
  }
  const wrong = new Set(complaints.filter((c) => c.hard).map((c) => c.item));
  const right = new Map([...read].filter(([name]) => !wrong.has(name)));
  return { answers: read, right, complaints, after };
}

const isSame = (one, other) => one.item === other.item && one.message === other.message;

// The reason of the button, written out for the items that it is for.
function withButton(question, form) {
  const reason = fields(form, "status").find(Boolean);
  if (!reason) return form;
  const written = new Map(form);
  for (const item of question.items) {
    const marked = question.marked.includes(item.name) && item.missing.includes(reason);
    if (!marked || stays(question, item, form)) continue;
    written.set(`${item.name}__status`, [reason]);
    if (item.type !== "text") written.set(item.name, []); // words are never thrown away unseen
  }
  return written;
}

function stays(question, item, form) {
  const given = [...fields(form, item.name), ...fields(form, `${item.name}__status`)];
  return Boolean(question.cards) && given.some(Boolean);
}

function refused(question, form) {
  const reason = fields(form, "status").find(Boolean);
  if (!ALL.includes(reason) || question.missing.includes(reason)) return [];
  const message = "Bij deze vraag is een antwoord nodig.";
  return [{ item: question.name, message, values: {}, hard: true }];
}

function parse(item, form, standing, read, both) {
  const status = fields(form, `${item.name}__status`).find((one) => item.missing.includes(one));
  if (!form.has(item.name) && !status) return;
  const before = standing ?? NOTHING;
  const value = valueIn(item, form, before);
  const hasReason = isSettled(before) && !isGiven(before);
  if (!value && !form.has(`${item.name}__status`) && hasReason) return;
  if (!status || (value && value !== before.value && before.status === status)) {
    read.set(item.name, { value, status: ANSWERED });
  } else if (value && value !== before.value) {
    read.set(item.name, { value, status: ANSWERED });
    const message = "Kies een antwoord, of zeg waarom er geen is. Niet allebei.";
    both.push({ item: item.name, message, values: {}, hard: true });
  } else {
    read.set(item.name, { value: "", status });
  }
}

function valueIn(item, form, before) {
  const given = [...new Set(fields(form, item.name).map((text) => text.trim()).filter(Boolean))];
  if (item.type === "text") return words(given.join("\n"));
  if (item.type === "integer" || item.type === "range") return number(given.join(" "));
  if (!item.multiple) return given.join(" ");
  const codes = (text) => text.split(/\s+/).filter(Boolean);
  const ticked = codes(fields(form, `${item.name}__order`).join(" "));
  const order = ticked.length ? ticked : codes(before.value);
  return [...new Set([...order.filter((code) => given.includes(code)), ...given])].join(" ");
}

function words(text) {
  const lines = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  return lines.replace(/[\0-\x08\x0b-\x1f\x7f\ufffe\uffff]|\p{Cs}/gu, "").normalize("NFC").trim();
}

const ZEROS = [0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6,
  0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10];

// Digits of any script become 0 to 9; a number is written in one way only.
function number(typed) {
  const digits = [...typed].filter((sign) => sign.trim()).map(digit).join("");
  if (!/^-?[0-9]{1,9}$/.test(digits)) return typed;
  return String(Number(digits) || 0);
}

function digit(sign) {
  const code = sign.codePointAt(0);
  const zero = ZEROS.find((start) => start <= code && code < start + 10);
  return zero === undefined ? sign : String(code - zero);
}
