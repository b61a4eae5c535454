// Sending what waits. Every event has its own id, so that sending again is never wrong: whatever
// breaks off, the rest goes later.
import { all, put, remove } from "./keep.js";
import { Holding } from "./holding.js";
import { note, now } from "./time.js";

const ADDRESS = "/interviews/sync";
const PIECE = 400; // events in one request
const PATIENCE = { answer: 10_000, piece: 60_000 }; // milliseconds; a line can be silent for ever

export class SignedOut extends Error {}
export class SomebodyElse extends Error {}

export async function contact(owner) {
  const asked = Date.now();
  const signal = AbortSignal.timeout(PATIENCE.answer);
  const answer = await fetch(ADDRESS, { headers: { Accept: "application/json" }, signal });
  if (answer.status === 401) throw new SignedOut();
  if (!answer.ok) throw new Error(String(answer.status));
  const told = await answer.json();
  note(told.now, asked, Date.now());
  if (owner !== undefined && told.account !== owner) throw new SomebodyElse();
  return told;
}

// Sends everything of this vault; calls ``tell(id, state, message)`` as it goes. The earliest goes
// first: of two that bring the same card, it was the first.
export async function sendAll(bundleOf, vault, tell) {
  const { csrf } = await contact(vault.owner);
  await refusals(csrf);
  const mine = (await all("interviews")).filter((one) => one.owner === vault.owner);
  for (const one of mine.filter((stored) => stored.erased && !stored.received)) await erasure(one, csrf);
  const [held, failed] = [[], []];
  const attempt = (id, act) =>
    act().catch((error) => {
      if (stopsAll(error)) throw error;
      tell(id, "device");
      failed.push(error);
    });
  for (const one of mine.filter((stored) => stored.sealed)) {
    held.push(await attempt(one.id, () => Holding.resume(bundleOf, vault, one)));
  }
  const inOrder = held.filter(Boolean).sort((one, other) => (one.head.at < other.head.at ? -1 : 1));
  for (const one of inOrder) await attempt(one.head.id, () => sendOne(one, csrf, tell));
  if (failed.length) throw failed[0];
}

async function erasure(stored, csrf) {
  await post(ADDRESS, csrf, { batches: [], erased: [stored.id] });
  await put("interviews", { ...stored, received: now().toISOString() }); // no copy brings it back
}

// What is wrong with one interview does not keep the others here.
const stopsAll = (error) =>
  error instanceof SignedOut || error instanceof TypeError || error.name === "TimeoutError"; // as fetch says it

async function sendOne(holding, csrf, tell) {
  const { id, version, area, coupon, seed, code, at, ended } = holding.head;
  tell(id, "sending");
  const unsent = holding.unsent;
  for (let start = 0; start === 0 || start < unsent.length; start += PIECE) {
    const events = unsent.slice(start, start + PIECE);
    const last = start + PIECE >= unsent.length;
    const batch = {
      interview: id,
      opened: { version, area, coupon, seed, code, at },
      events: events.map(asSent),
      ended: last && ended ? { state: ended.state, at: ended.at } : null,
    };
    const { results } = await post(ADDRESS, csrf, { batches: [batch] });
    const { received, refused = [], message = "", ...told } = results[id];
    if (told.erased) return holding.erase(now().toISOString());
    if (!received) return tell(id, "device", message);
    const wrong = new Set(refused.map((one) => one.id));
    const stored = events.filter((event) => !wrong.has(event.id));
    const remarks = [told.card, told.code].filter(Boolean).join(" ");
    await holding.received(stored, last, now().toISOString(), remarks);
    if (remarks) tell(id, "sending", remarks);
    if (refused.length) return tell(id, "device", refused[0].message);
  }
  tell(id, "received");
}

const asSent = ({ id, item, value, status, language, at, paradata }) => ({
  id, item, value, status, language, at, paradata,
});

async function refusals(csrf) {
  const waiting = [];
  for (const one of await all("refusals")) {
    const known = { id: crypto.randomUUID(), ...one }; // the same one when it is sent again
    if (!one.id) await put("refusals", known);
    waiting.push(known);
  }
  if (!waiting.length) return;
  const told = waiting.map(({ id, area, on }) => ({ id, area, on }));
  await post(`${ADDRESS}/refusals`, csrf, { refusals: told });
  for (const { n } of waiting) await remove("refusals", n);
}

async function post(address, csrf, sent) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ clock: now().toISOString(), ...sent }),
    signal: AbortSignal.timeout(PATIENCE.piece),
  });
  if (answer.status === 401) throw new SignedOut();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
