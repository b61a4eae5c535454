// The interviews on this device: where each of them is, in words; send now; a copy in a file.
import { copy, restore } from "./backup.js";
import { NoQuestionnaire } from "./bundles.js";
import { all } from "./keep.js";
import { Holding, Removed } from "./holding.js";
import { parts } from "./parts.js";
import { sendAll, SignedOut, SomebodyElse } from "./sending.js";
import { now } from "./time.js";

const part = () => parts.list;
const told = () => document.querySelector("[data-told]");
const phrases = () => document.getElementById("phrases").dataset;
const language = document.documentElement.lang;
const clock = (iso) => new Date(iso).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
const moment = (iso) =>
  new Date(iso).toLocaleString(language, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
let vault;
let ways;
let sending = false;

export async function show(opened, waysOn) {
  [vault, ways] = [opened, waysOn];
  const stored = (await all("interviews")).filter((one) => one.owner === vault.owner);
  const rows = [];
  let oldest = "";
  for (const one of stored.filter(isShown)) {
    const holding = one.sealed ? await looked(one) : null;
    const first = holding?.unsent[0]?.at ?? "";
    if (first && (!oldest || first < oldest)) oldest = first;
    rows.push({ at: holding?.head.at ?? one.received ?? "", row: row(one, holding) });
  }
  rows.sort((one, other) => (one.at < other.at ? 1 : -1));
  part().querySelector("[data-waiting]").replaceChildren(...rows.map((each) => each.row));
  part().querySelector("[data-none]").hidden = rows.length > 0;
  const age = part().querySelector("[data-oldest]");
  age.hidden = !oldest;
  age.querySelector("time").textContent = oldest && moment(oldest);
  age.querySelector("[data-age]").textContent = oldest && since(oldest);
  const elsewhere = parts.lock.dataset.study !== vault.study; // the areas of another study stand here
  part().querySelector("[data-elsewhere]").hidden = !elsewhere;
  part().querySelector("[data-start]").parentElement.hidden = elsewhere;
  await tellStorage();
}

// What waits, and what was received in the last two weeks.
const isShown = ({ sealed, erased, received }) =>
  sealed || (!erased && now() - Date.parse(received) < 14 * 86_400_000);

// An interview from another device may have a questionnaire that is not here.
async function looked(stored) {
  try {
    return await Holding.resume(ways.bundleOf, vault, stored);
  } catch (error) {
    if (error instanceof NoQuestionnaire) return null;
    throw error;
  }
}

const LOUD = ["full", "broken", "removed"]; // also in the middle of an interview

const UNITS = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000]];

function since(iso) {
  const passed = Math.max(60_000, now() - Date.parse(iso));
  const [unit, length] = UNITS.find(([, each]) => passed >= each) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-Math.floor(passed / length), unit);
}

function row(stored, holding) {
  const made = document.getElementById("waiting-row").content.firstElementChild.cloneNode(true);
  made.dataset.interview = stored.id;
  const at = holding?.head.at ?? stored.received;
  made.querySelector("time").textContent = at ? moment(at) : "";
  const area = holding && part().querySelector(`[name=area] option[value="${CSS.escape(holding.head.area)}"]`);
  made.querySelector("[data-area]").textContent = area?.textContent ?? "";
  const unknown = stored.sealed && !holding;
  const state = unknown ? "" : (holding ? (holding.head.ended?.state ?? "open") : stored.state);
  for (const badge of made.querySelectorAll("[data-state]")) badge.hidden = !badge.dataset.state.split(" ").includes(state);
  const waiting = unknown || (holding && (holding.unsent.length > 0 || !stored.received));
  const missing = unknown ? told().dataset.noQuestionnaire : (stored.said ?? "");
  tell(made, waiting ? "device" : "received", missing, stored.received);
  const open = made.querySelector("[data-resume]");
  holding ? open.addEventListener("click", () => ways.resume(stored)) : open.remove();
  return made;
}

function tell(row, state, message = "", at = new Date().toISOString()) {
  const place = row.querySelector("[data-sync]");
  place.dataset.sync = state;
  place.textContent = state === "received" ? `${phrases().received} ${clock(at)}` : phrases()[state];
  if (message) row.querySelector("[data-said]").textContent = message;
}

async function sendNow() {
  if (sending) return;
  sending = true;
  say("");
  const rowOf = (id) => part().querySelector(`[data-interview="${id}"]`);
  for (const waits of part().querySelectorAll("[data-sync=device]")) tell(waits.closest("[data-interview]"), "sending");
  try {
    await sendAll(ways.bundleOf, vault, (id, state, message) => rowOf(id) && tell(rowOf(id), state, message));
    const left = new Set((await all("interviews")).filter(isShown).map((one) => one.id));
    const gone = [...part().querySelectorAll("[data-interview]")].some((row) => !left.has(row.dataset.interview));
    say(gone ? "gone" : "sent");
  } catch (error) {
    trouble(error);
  } finally {
    sending = false;
    const said = [...part().querySelectorAll("[data-interview]")].map((row) => [
      row.dataset.interview, row.querySelector("[data-said]").textContent]);
    await show(vault, ways);
    for (const [id, text] of said) if (text && rowOf(id)) rowOf(id).querySelector("[data-said]").textContent = text;
  }
}

export const hush = () => say("");

export function trouble(error) {
  if (error instanceof SignedOut) return say("signedOut");
  if (error instanceof SomebodyElse) return say("somebodyElse");
  if (error instanceof NoQuestionnaire) return say("noQuestionnaire");
  if (error instanceof Removed) return say("removed");
  console.warn(error);
  if (["QuotaExceededError", "UnknownError"].includes(error?.name)) return say("full"); // what a disk says
  const silent = error?.name === "TimeoutError"; // the line is there, and nothing comes
  say(error instanceof DOMException && !silent ? "broken" : "noNetwork");
}

function say(kind, text = "") {
  for (const place of document.querySelectorAll("[data-told]")) {
    place.hidden = !kind;
    place.querySelector("p").textContent = kind ? text || place.dataset[kind] : "";
    place.classList.toggle("dv-message--wrong", LOUD.includes(kind));
    place.querySelector("a").hidden = kind !== "signedOut" && kind !== "somebodyElse";
  }
  if (kind && (part().isConnected || LOUD.includes(kind))) window.scrollTo(0, 0);
}

export function startFaults(faults) {
  for (const [field, wrong] of Object.entries(faults)) {
    part().querySelector(`[data-fault=${field}]`).hidden = !wrong;
    const input = part().querySelector(`[name=${field}]`);
    wrong ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
  }
}

async function tellStorage() {
  const kept = (await navigator.storage?.persisted?.()) ?? false;
  part().querySelector("[data-may-go]").hidden = kept;
}

document.addEventListener("click", async ({ target }) => {
  if (target.closest("[data-action=send-now]")) await sendNow();
  if (target.closest("[data-action=copy]")) await copy(vault);
  if (target.closest("[data-action=persist]")) {
    const promised = await navigator.storage?.persist?.();
    part().querySelector("[data-not-kept]").hidden = Boolean(promised);
    await tellStorage();
  }
});

part().querySelector("[data-restore]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { file, pin } = event.target.elements;
  const number = file.files.length ? await restore(vault, file.files[0], pin.value).catch(() => null) : null;
  number === null ? say("badCopy") : say("restored", `${told().dataset.restored} ${number}`);
  event.target.reset();
  await show(vault, ways);
});
