// The questionnaire and its screens on this device: fetched while there is a network, nothing
// personal in it. Every version that was fetched stays.
import { all, get, put } from "./keep.js";
import { Questionnaire } from "./routing.js";

export async function fetchBundle() {
  const contents = await json("/interviews/bundle");
  const screens = {};
  for (const language of contents.languages) {
    screens[language] = await json(`/interviews/bundle/${language}`);
  }
  await put("bundles", { ...contents, screens, fetched: new Date().toISOString() });
  return contents.version;
}

async function json(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const made = new Map();

export async function bundleOf(version) {
  if (!made.has(version)) {
    const found = await get("bundles", version);
    made.set(version, { ...found, questionnaire: new Questionnaire(found.definition) });
  }
  return made.get(version);
}

export async function newest() {
  const found = (await all("bundles")).sort((a, b) => (a.fetched < b.fetched ? 1 : -1));
  return found.length ? bundleOf(found[0].version) : null;
}
