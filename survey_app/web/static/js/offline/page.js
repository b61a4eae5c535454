// Interviews without a network: the PIN, the list of what waits, and the interview itself.
import { enhance as cards } from "../interview/cards.js";
import { enhance as choices } from "../interview/choices.js";
import { enhance as clock } from "../interview/clock.js";
import { listen as folding } from "../interview/folding.js";
import { listen as keyboard } from "../interview/keyboard.js";
import { enhance as paradata, gathered } from "../interview/paradata.js";
import { bundleOf, newest } from "./bundles.js";
import { goOnWith, handedOver, taken } from "./carried.js";
import { readCode } from "./codes.js";
import { notApart } from "./course.js";
import * as ending from "./ending.js";
import { Holding } from "./holding.js";
import { put } from "./keep.js";
import { LEADS } from "./leading.js";
import * as list from "./list.js";
import { unlock } from "./lock.js";
import { go, parts } from "./parts.js";
import { readScreen } from "./reading.js";
import { valueOf } from "./routing.js";
import { draw, formOf } from "./screen.js";
import { now } from "./time.js";
import * as visits from "./visits.js";

const stage = parts.interview;
let vault = null;
let holding = null;
let question = null;
let busy = false;

async function home() {
  [holding, question] = [null, null];
  visits.begin(home);
  await list.show(vault, { resume, bundleOf }).finally(() => go("list"));
  parts.list.querySelector("h1").focus();
}

function present(asked, options = {}) {
  question = asked;
  const screen = draw(holding, asked, asTyped(asked, options));
  stage.replaceChildren(screen);
  for (const enhance of [paradata, clock, choices, cards]) enhance(screen);
  if (holding.stored) ending.showCode(screen, holding, asked);
  go("interview");
  visits.visit(asked.name, () => returned(asked));
  document.title = `${asked.number ?? asked.name} · Doorvragen`;
  (screen.querySelector("[data-focus]") ?? screen.querySelector("h1")).focus({ preventScroll: true });
}

// What was typed before and cannot be an answer yet is still there; so is the language that may
// not be stored.
function asTyped(asked, options) {
  if (options.sheet) return options;
  const form = holding.typed.get(asked.name);
  const spoken = holding.questionnaire.consent.language;
  if (form) {
    const { answers, complaints } = readScreen(holding.route(), asked, form);
    const remarks = complaints.length ? { complaints } : undefined;
    return { sheet: new Map([...holding.sheet, ...answers]), remarks, ...options };
  }
  if (asked.name !== spoken || !holding.spoken) return options;
  const real = { value: holding.spoken, status: "beantwoord" };
  return { ...options, sheet: new Map([...holding.sheet, [spoken, real]]) };
}

// By the browser's own button: keep what was typed, then show the screen it leads to.
async function returned(asked) {
  if (!holding) return home();
  if (stage.isConnected) await kept("previous", null);
  const there = holding.course.questions.includes(asked) ? asked : holding.course.questions[0];
  present(there);
}

stage.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return; // a double tap
  busy = true;
  list.hush();
  try {
    await sent(event.submitter);
  } catch (error) {
    list.trouble(error);
  } finally {
    busy = false;
  }
});

// Keeps what is on the screen; says what became of it.
function kept(action, pressed) {
  const screen = stage.firstElementChild;
  holding.languageLost = false;
  return holding.answer(question, formOf(screen, pressed), {
    confirmed: action === "confirm",
    note: screen.querySelector("#note")?.value ?? null,
    leaveOpen: action === "leave_open",
    reason: screen.querySelector("[name='page.reason']")?.value.trim() ?? "",
    told: gathered(),
  });
}

const STEPS_AWAY = ["previous", "stop", "open", "apart"]; // one may leave a screen that is not right yet
const STAYS = ["short", "whole", "together", "pause", "resume"]; // the same screen, led otherwise

async function sent(pressed) {
  const action = pressed?.name === "action" ? pressed.value : "next";
  const screen = stage.firstElementChild;
  if (action === "cancel") return present(question);
  const { consent } = holding.questionnaire;
  const gate = formOf(screen, pressed).get(consent.gate)?.[0];
  if (holding.stored && question.name === consent.gate && gate && gate !== consent.yes) return stopping();
  const warned = Boolean(screen.querySelector("[name='page.warned']"));
  const outcome = await kept(action, pressed);
  if (outcome.emptied.length) return remark(outcome);
  if (action in LEADS) await holding.lead(action);
  if (STAYS.includes(action)) return present(question);
  if (action.startsWith("language:")) {
    holding.heard = action.slice("language:".length);
    return present(question);
  }
  if (!STEPS_AWAY.includes(action) && stays(outcome, warned)) return remark(outcome);
  if (action === "stop") return holding.stored ? stopping() : home();
  return follow(action);
}

function remark(outcome) {
  const sheet = new Map([...holding.sheet, ...outcome.read.answers]);
  present(question, { sheet, remarks: outcome });
}

const stays = ({ wrong, stillOpen, complaints }, warned) =>
  wrong || stillOpen.length || (complaints.some((one) => !one.hard) && !warned);

async function follow(action) {
  const { course } = holding;
  const { consent } = holding.questionnaire;
  if (action === "apart") return present(notApart(holding.route(), question));
  if (action === "open") return present(course.openQuestions[0] ?? question);
  if (action === "previous") {
    const before = course.previous(question.name);
    return before ? present(before) : holding.stored ? present(question) : home();
  }
  const refuses = question.name === consent.gate && valueOf(holding.sheet, consent.gate) !== consent.yes;
  if (refuses) return refused();
  if (question.name === consent.language) hearIn(valueOf(holding.sheet, consent.language));
  if (!course.ends(question)) return present(holding.course.next(question.name));
  const over = question.section.aloud && !holding.openQuestions.length;
  if (over && !holding.head.ended) await holding.end("finished");
  closing();
}

// Somebody prefers another language: go on in it, when there are words in it.
function hearIn(stored) {
  const spoken = holding.spoken || stored;
  if (holding.bundle.offered.includes(spoken)) holding.heard = spoken;
}

async function refused() {
  const id = crypto.randomUUID();
  await put("refusals", { id, area: holding.head.area, on: now().toISOString().slice(0, 10) });
  ending.refused(parts.refused, holding);
  holding = null;
  go("refused");
  visits.begin(home);
}

function stopping() {
  ending.stopping(parts.stop, holding);
  go("stop");
  visits.visit("stop", stopping);
}

function closing() {
  ending.closing(parts.closing, holding);
  go("closing");
  visits.visit("closing", closing);
}

async function resume(stored) {
  holding = await Holding.resume(bundleOf, vault, stored);
  const first = holding.openQuestions[0];
  if (holding.head.ended?.state === "finished" || !first) return closing();
  present(first);
}

// What began with a network goes on where it was, with what was on the screen.
async function takeOver(carried) {
  visits.begin(home);
  holding = await goOnWith(carried, vault);
  await taken();
  const there = holding.questionnaire.byName.get(carried.now.question);
  const asked = holding.course.questions.includes(there) ? there : holding.openQuestions[0];
  asked ? present(asked) : closing();
}

const ACTIONS = {
  home,
  keep: async () => (await holding.end("stopped"), closing()),
  erase: async () => (await holding.erase(), home()),
  stop: stopping,
  "finish-anyway": async () => (await holding.end("finished"), closing()),
  back: () => present(question ?? holding.openQuestions[0] ?? holding.questionnaire.questions[0]),
  print: () => window.print(),
  review: () => present(holding.questionnaire.questions[0]),
  observation: () => present(holding.route().questions.find((one) => !one.section.aloud)),
};

document.addEventListener("click", async (event) => {
  const pressed = event.target.closest("[data-do]");
  const way = event.target.closest("[data-goto]");
  if (way) {
    event.preventDefault();
    present(holding.questionnaire.byName.get(way.dataset.goto));
  }
  if (!pressed) return;
  list.hush();
  await Promise.resolve(ACTIONS[pressed.dataset.do]?.()).catch(list.trouble);
});

parts.list.querySelector("[data-start]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const filled = Object.fromEntries(new FormData(event.target));
  const coupon = filled.coupon.trim() ? readCode(filled.coupon) : "";
  list.startFaults({ coupon: coupon === null, area: !filled.area });
  if (coupon === null || !filled.area) return;
  await begin({ ...filled, coupon }, event.target).catch(list.trouble);
});

async function begin(filled, form) {
  list.hush();
  holding = Holding.begin(await newest(vault.study), vault, filled);
  form.reset();
  present(holding.route().questions[0]);
}

window.addEventListener("beforeunload", (event) => {
  if (holding && !holding.stored && holding.events.length) event.preventDefault();
});

keyboard();
folding();
if (window.isSecureContext && window.crypto?.subtle && window.indexedDB) {
  const carried = await handedOver();
  vault = await unlock(carried?.who);
  await (carried ? takeOver(carried) : home());
} else {
  go("unable");
}
