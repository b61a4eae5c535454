// The order in which an interview goes along its path, as it is led: the twin of
// questionnaire/course.py. Short of time, or with questions kept until nobody listens.
import { isSettled } from "./routing.js";

export class Course {
  constructor(route, { short = false, apart = false } = {}) {
    this.route = route;
    const { questionnaire, sheet } = route;
    const onPath = new Set(route.questions);
    const order = apart && questionnaire.apart ? delayed(questionnaire) : questionnaire.questions;
    this.places = new Map(order.map((question, place) => [question.name, place]));
    this.questions = order.filter((one) => onPath.has(one) && !(short && isLeft(one, sheet)));
  }

  get openQuestions() {
    return this.questions.filter((question) => this.route.openItems(question).length);
  }

  next(name) {
    const here = this.places.get(name);
    return this.questions.find((one) => this.places.get(one.name) > here) ?? null;
  }

  previous(name) {
    const here = this.places.get(name);
    return this.questions.findLast((one) => this.places.get(one.name) < here) ?? null;
  }

  behind(name) {
    const here = this.places.get(name);
    return this.openQuestions.filter((one) => this.places.get(one.name) < here);
  }

  // The last question of its part: then one finishes.
  ends(question) {
    const following = this.next(question.name);
    return !following || (question.section.aloud && !following.section.aloud);
  }
}

function delayed({ questions, apart, byName }) {
  const rest = questions.filter((question) => !apart.questions.includes(question.name));
  const place = rest.indexOf(byName.get(apart.after)) + 1;
  const later = apart.questions.map((name) => byName.get(name));
  return [...rest.slice(0, place), ...later, ...rest.slice(place)];
}

// Whether a question may be skipped for time: not core, and not in a closing section.
export const canBeLeft = (question) => !question.core && question.section.skippable;

// Left for time: no item has an answer, or another reason for none than time.
function isLeft(question, sheet) {
  const answers = question.items.map((item) => sheet.get(item.name));
  return canBeLeft(question) && !answers.some((one) => isSettled(one) && one.status !== "tijd");
}

// The items that the core route leaves out: they get the status *tijd*.
export function skippedForTime(route) {
  const untouched = ({ items }) => !items.some((item) => isSettled(route.sheet.get(item.name)));
  return route.questions
    .filter((question) => canBeLeft(question) && untouched(question))
    .flatMap((question) => route.relevantItems(question))
    .filter((item) => item.missing.length);
}

// The items that read *tijd* and may be asked after all.
export function leftForTime(route) {
  return route.questions
    .filter(canBeLeft)
    .flatMap((question) => question.items)
    .filter((item) => route.sheet.get(item.name)?.status === "tijd");
}

// After *later apart*: this question, or when it waits now, the first after it that does not.
export function notApart(route, question) {
  const { apart, position } = route.questionnaire;
  const here = position.get(question.name);
  const later = route.questions.filter((one) => position.get(one.name) >= here);
  return later.find((one) => !apart?.questions.includes(one.name)) ?? question;
}
