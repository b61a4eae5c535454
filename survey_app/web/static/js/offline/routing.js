// The path through a questionnaire, computed from the answers and never stored: the twin of
// questionnaire/routing.py. A sheet is a Map from item to {value, status}.
import { Tree } from "./tree.js";

const REASONS = ["weet_niet", "wil_niet", "niet_begrepen", "tijd"];
export const ANSWERED = "beantwoord";

export const isGiven = (answer) => answer?.status === ANSWERED && answer.value !== "";
export const isSettled = (answer) => isGiven(answer) || REASONS.includes(answer?.status);
export const valueOf = (sheet, name) => (isGiven(sheet.get(name)) ? sheet.get(name).value : "");

// What the definition that the server sent says, with its questions and items by name.
export class Questionnaire {
  constructor(definition) {
    Object.assign(this, definition);
    this.referenced = new Set(this.references);
    this.questions = this.sections.flatMap((section) =>
      section.questions.map((question) => Object.assign(question, { section })),
    );
    this.byName = new Map(this.questions.map((question) => [question.name, question]));
    this.position = new Map(this.questions.map((question, place) => [question.name, place]));
    this.items = new Map(
      this.questions.flatMap((question) => question.items.map((item) => [item.name, item])),
    );
  }
}

export class Route {
  constructor(questionnaire, sheet, today) {
    this.questionnaire = questionnaire;
    this.sheet = sheet;
    this.today = today;
    this.questions = [];
    this.asked = new Map();
    this.tree = new Tree(questionnaire.references, questionnaire.columns, today);
    for (const section of questionnaire.sections) {
      if (!this.tree.holds(section.relevant)) continue;
      for (const question of section.questions) {
        if (this.tree.holds(question.relevant)) this.#ask(question);
      }
    }
  }

  #ask(question) {
    this.questions.push(question);
    for (const item of question.items) {
      if (!this.tree.holds(item.relevant)) continue;
      this.asked.set(item.name, item);
      const value = valueOf(this.sheet, item.name);
      if (value && this.questionnaire.referenced.has(item.name)) this.tree.set(item.name, value);
    }
  }

  with(answers) {
    const sheet = new Map([...this.sheet, ...answers]);
    return new Route(this.questionnaire, sheet, this.today);
  }

  relevantItems(question) {
    return question.items.filter((item) => this.asked.has(item.name));
  }

  visibleChoices(item) {
    const choices = this.questionnaire.lists[item.list] ?? [];
    if (item.pick) return choices.filter((choice) => this.asked.has(choice.name));
    return choices.filter((choice) => this.tree.offers(item.filter, choice.filters));
  }

  next(name) {
    const after = this.questionnaire.position.get(name);
    return this.questions.find((q) => this.questionnaire.position.get(q.name) > after) ?? null;
  }

  previous(name) {
    const before = this.questionnaire.position.get(name);
    return this.questions.findLast((q) => this.questionnaire.position.get(q.name) < before) ?? null;
  }

  openItems(question) {
    return this.relevantItems(question).filter(
      (item) => item.required && !isSettled(this.sheet.get(item.name)),
    );
  }

  get openQuestions() {
    return this.questions.filter((question) => this.openItems(question).length);
  }

  // The last question of its part: then one finishes.
  ends(question) {
    const following = this.next(question.name);
    return !following || (question.section.aloud && !following.section.aloud);
  }
}

// The items with an answer that leave the path when the answers change from old to new.
export function droppedBy(before, after) {
  return [...before.asked.keys()].filter(
    (name) =>
      !after.asked.has(name) &&
      isSettled(before.sheet.get(name)) &&
      isSettled(after.sheet.get(name)),
  );
}
