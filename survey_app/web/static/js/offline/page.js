// Interviews without a network: the PIN, the list of what waits, and the interview itself.
import { enhance as cards } from "../interview/cards.js";
import { enhance as choices } from "../interview/choices.js";
import { enhance as clock } from "../interview/clock.js";
import { bundleOf, newest } from "./bundles.js";
import { readCode } from "./codes.js";
import * as ending from "./ending.js";
import { Holding } from "./holding.js";
import { put } from "./keep.js";
import * as list from "./list.js";
import { unlock } from "./lock.js";
import { go, parts } from "./parts.js";
import { readScreen } from "./reading.js";
import { valueOf } from "./routing.js";
import { draw, formOf } from "./screen.js";

const stage = parts.interview;
let vault = null;
let holding = null;
let question = null;
let busy = false;

async function home() {
  [holding, question] = [null, null];
  go("list");
  await list.show(vault, { resume, bundleOf });
  parts.list.querySelector("h1").focus();
}

function present(asked, options = {}) {
  question = asked;
  const form = holding.typed.get(asked.name);
  if (form && !options.sheet) {
    const read = readScreen(holding.route(), asked, form);
    options = { sheet: new Map([...holding.sheet, ...read.answers]), remarks: { complaints: read.complaints }, ...options };
  }
  const spoken = holding.questionnaire.consent.language;
  if (asked.name === spoken && holding.spoken && !options.sheet) {
    const real = { value: holding.spoken, status: "beantwoord" };
    options.sheet = new Map([...holding.sheet, [spoken, real]]);
  }
  const screen = draw(holding, asked, options);
  stage.replaceChildren(screen);
  for (const enhance of [clock, choices, cards]) enhance(screen);
  if (holding.stored) ending.showCode(screen, holding, asked);
  go("interview");
  document.title = `${asked.number ?? asked.name} · Doorvragen`;
  (screen.querySelector("[data-focus]") ?? screen.querySelector("h1")).focus({ preventScroll: true });
}

stage.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return; // a double tap
  busy = true;
  try {
    await sent(event.submitter);
  } catch (error) {
    list.trouble(error);
  } finally {
    busy = false;
  }
});

async function sent(pressed) {
  const action = pressed?.name === "action" ? pressed.value : "next";
  const screen = stage.firstElementChild;
  const form = formOf(screen, pressed);
  if (action === "cancel") return present(question);
  const { consent } = holding.questionnaire;
  const gate = form.get(consent.gate)?.[0];
  const stepsBack = action === "previous" || action === "stop";
  if (holding.stored && question.name === consent.gate && gate && gate !== consent.yes) return stopping();
  const sort = screen.querySelector(".dv-message--warn[data-focus]") ? "again" : "";
  const outcome = await holding.answer(question, form, {
    confirmed: action === "confirm",
    note: screen.querySelector("#note")?.value ?? null,
    leaveOpen: action === "leave_open",
  });
  if (action.startsWith("language:")) {
    holding.heard = action.slice("language:".length);
    return present(question);
  }
  if (outcome.emptied.length || (!stepsBack && stays(outcome, sort))) {
    const sheet = new Map([...holding.sheet, ...outcome.read.answers]);
    return present(question, { sheet, remarks: outcome });
  }
  if (action === "stop") return holding.stored ? stopping() : home();
  follow(action);
}

const stays = ({ wrong, stillOpen, complaints }, sort) =>
  wrong || stillOpen.length || (complaints.some((one) => !one.hard) && !sort);

async function follow(action) {
  const route = holding.route();
  const { consent } = holding.questionnaire;
  if (action === "previous") {
    const before = route.previous(question.name);
    return before ? present(before) : holding.stored ? present(question) : home();
  }
  const refuses = question.name === consent.gate && valueOf(holding.sheet, consent.gate) !== consent.yes;
  if (refuses) return refused();
  if (question.name === consent.language) hearIn(valueOf(holding.sheet, consent.language));
  const following = route.next(question.name);
  if (route.ends(question)) {
    const over = question.section.aloud && !holding.route().openQuestions.some((q) => q.section.aloud);
    if (over && !holding.head.ended) await holding.end("finished");
    return closing();
  }
  present(following);
}

// Somebody prefers another language: go on in it, when there are words in it.
function hearIn(stored) {
  const spoken = holding.spoken || stored;
  if (spoken in holding.bundle.screens) holding.heard = spoken;
}

async function refused() {
  await put("refusals", { area: holding.head.area, on: new Date().toISOString().slice(0, 10) });
  ending.refused(parts.refused, holding);
  holding = null;
  go("refused");
}

function stopping() {
  ending.stopping(parts.stop, holding);
  go("stop");
}

function closing() {
  ending.closing(parts.closing, holding);
  go("closing");
}

async function resume(stored) {
  holding = await Holding.resume(bundleOf, vault, stored);
  const first = holding.firstOpen;
  if (holding.head.ended || !first) return closing();
  present(first);
}

const ACTIONS = {
  home,
  keep: async () => (await holding.end("stopped"), closing()),
  erase: async () => (await holding.erase(), home()),
  "finish-anyway": async () => (await holding.end("finished"), closing()),
  back: () => present(question ?? holding.firstOpen ?? holding.questionnaire.questions[0]),
  observation: () => present(holding.route().questions.find((one) => !one.section.aloud)),
};

document.addEventListener("click", async ({ target }) => {
  const pressed = target.closest("[data-do]");
  const way = target.closest("[data-goto]");
  if (pressed) await ACTIONS[pressed.dataset.do]?.();
  if (!way) return;
  present(holding.questionnaire.byName.get(way.dataset.goto));
});

parts.list.querySelector("[data-start]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const filled = Object.fromEntries(new FormData(event.target));
  const coupon = filled.coupon.trim() ? readCode(filled.coupon) : "";
  list.startFaults({ coupon: coupon === null, area: !filled.area });
  if (coupon === null || !filled.area) return;
  holding = Holding.begin(await newest(), vault, { ...filled, coupon });
  event.target.reset();
  present(holding.route().questions[0]);
});

window.addEventListener("beforeunload", (event) => {
  if (holding && !holding.stored && holding.events.length) event.preventDefault();
});

vault = await unlock();
await home();
