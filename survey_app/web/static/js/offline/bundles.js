// The questionnaire and its screens on this device: fetched while there is a network, nothing
// personal in it. A version that went stays as long as an interview of it waits.
import { all, get, put, remove } from "./keep.js";
import { Questionnaire } from "./routing.js";

export class NoQuestionnaire extends Error {}

// The version that is asked now, or another one that an interview from elsewhere was asked with.
export async function fetchBundle(version = "") {
  const which = version && `?version=${encodeURIComponent(version)}`;
  const contents = await json(`/interviews/bundle${which}`);
  const screens = {};
  for (const language of contents.languages) {
    screens[language] = await json(`/interviews/bundle/${language}${which}`);
  }
  const fetched = version ? "" : new Date().toISOString();
  await put("bundles", { ...contents, screens, fetched });
  return contents.version;
}

const PATIENCE = 30_000; // milliseconds; a line can be silent for ever

async function json(address) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const LONG = 60 * 86_400_000; // milliseconds; after that nobody puts an old copy back

// Of every study the newest questionnaire stays, and what an interview here was asked with. That an
// interview was received or erased stays known for a while.
export async function tidy() {
  const interviews = await all("interviews");
  const over = interviews.filter((one) => !one.sealed && Date.now() - Date.parse(one.received) > LONG);
  for (const one of over) await remove("interviews", one.id);
  const waiting = interviews.filter((one) => one.sealed).map((one) => one.version);
  const bundles = (await all("bundles")).sort(byAge);
  const newest = bundles.filter((one, place) => bundles.findIndex((b) => b.study === one.study) === place);
  for (const one of bundles) {
    if (!newest.includes(one) && !waiting.includes(one.version)) await remove("bundles", one.version);
  }
}

const byAge = (one, other) => (one.fetched < other.fetched ? 1 : -1);
const made = new Map();

export async function bundleOf(version) {
  if (!made.has(version)) {
    const found = (await get("bundles", version)) ?? (await get("bundles", await again(version)));
    made.set(version, { ...found, questionnaire: new Questionnaire(found.definition) });
  }
  return made.get(version);
}

async function again(version) {
  try {
    return await fetchBundle(version);
  } catch {
    throw new NoQuestionnaire();
  }
}

export async function newest(study) {
  const found = (await all("bundles")).filter((one) => one.study === study).sort(byAge);
  return bundleOf(found.length ? found[0].version : await again(""));
}
