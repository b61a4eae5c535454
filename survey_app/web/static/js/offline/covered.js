// What may stay on the device without the second consent: the twin of services/stored_language.py
// and services/special_consent.py.
import { ANSWERED } from "./routing.js";

export const DUTCH = "nl";
export const NOT_DUTCH = "niet_nl";
export const reduced = (language) => (language === DUTCH ? DUTCH : NOT_DUTCH);

// The events that may stay when the second consent is *no*.
export function withoutCovered(questionnaire, route, events) {
  const { consent } = questionnaire;
  const when = (value) => route.with(new Map([[consent.special, { value, status: ANSWERED }]]));
  const [yes, no] = [when(consent.yes), when("")];
  const codes = (way, item) => way.visibleChoices(item).map((choice) => choice.name);
  const gone = new Map();
  const whole = new Set();
  for (const item of questionnaire.items.values()) {
    if (item.special || (yes.asked.has(item.name) && !no.asked.has(item.name))) {
      for (const beside of ["", "__note", "__reason"]) whole.add(item.name + beside);
    }
    const left = codes(no, item);
    gone.set(item.name, codes(yes, item).filter((code) => !left.includes(code)));
  }
  const touches = (e) => e.value.split(" ").some((code) => gone.get(e.item)?.includes(code));
  for (const e of events) {
    if (questionnaire.items.get(e.item)?.type === "select_one" && touches(e)) whole.add(e.item);
  }
  const kept = [];
  for (const e of events.filter((one) => !whole.has(one.item))) {
    const several = questionnaire.items.get(e.item)?.multiple && touches(e);
    const left = (code) => !gone.get(e.item).includes(code);
    const value = several ? e.value.split(" ").filter(left).join(" ") : e.value;
    const told = e.item === consent.language && value ? reduced(value) : value;
    if (value || !several) kept.push({ ...e, value: told, language: reduced(e.language) });
  }
  return kept;
}
