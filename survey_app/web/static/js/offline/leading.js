// How the interviewer leads an interview: short of time, some questions apart, a pause. The twin of
// services/leading.py; what was decided are events beside the answers.
import { canBeLeft } from "./course.js";
import { valueOf } from "./routing.js";
import { now } from "./time.js";

const LONG = 22 * 60 * 1000; // milliseconds; then the core route is offered
const [YES, NO] = ["ja", "nee"];

// By the buttons: which event, and its value.
export const LEADS = {
  short: ["interview__short", YES],
  whole: ["interview__short", NO],
  apart: ["interview__apart", YES],
  together: ["interview__apart", NO],
  pause: ["interview__pause", YES],
  resume: ["interview__pause", NO],
};

export function led(sheet) {
  const on = (what) => valueOf(sheet, `interview__${what}`) === YES;
  return { short: on("short"), apart: on("apart"), paused: on("pause") };
}

// Shows on a screen of the bundle how the interview is led, and what can be done about it.
export function lead(screen, holding, question) {
  const is = led(holding.sheet);
  const useless = { short: is.short, whole: !is.short, apart: is.apart, together: !is.apart };
  for (const [action, gone] of Object.entries(useless)) {
    if (gone) screen.querySelector(`.dv-more [data-action=${action}]`)?.remove();
  }
  for (const words of screen.querySelectorAll("[data-led]")) words.hidden = !is[words.dataset.led];
  if (is.paused) return rest(screen);
  if (question.section.skippable && offersShort(holding)) {
    screen.querySelector(".dv-ask").before(copyOf("offer"));
  }
}

// How long the talk rested, in milliseconds; up to now when it rests.
export function rested(events) {
  let [total, since] = [0, null];
  for (const { value, at } of events.filter(({ item }) => item === LEADS.pause[0])) {
    const moment = Date.parse(at);
    if (value === YES) since ??= moment;
    else if (since !== null) [total, since] = [total + moment - since, null];
  }
  return total + (since === null ? 0 : now() - since);
}

// It takes long, nobody decided, and something can go.
function offersShort({ head, events, sheet, course }) {
  const lasted = head.at ? now() - Date.parse(head.at) - rested(events) : 0;
  if (lasted < LONG || valueOf(sheet, LEADS.short[0])) return false;
  return course.openQuestions.some(canBeLeft);
}

function rest(screen) {
  const form = screen.querySelector("form");
  for (const part of [...form.children]) if (!part.matches("input[type=hidden], .dv-default")) part.remove();
  form.append(copyOf("paused"));
}

const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
