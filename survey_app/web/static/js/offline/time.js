// One clock for all that the device sends: its own, corrected by that of the server as it was at the
// last contact. How far it is behind stays known when the page is closed.
import { get, put } from "./keep.js";

const NEGLIGIBLE = 2000; // a clock is not corrected for the time that a request takes

// In milliseconds. ``drift`` is the sum of what the server found this clock to be off: what was noted
// before a contact is put right by what was found since. An era ends where the clock was put back
// unseen: what is found after it says nothing of before; ``eras`` holds the drift at each end.
const clock = { behind: 0, drift: 0, last: 0, eras: [], ...(await get("device", "clock").catch(console.warn)) };
let seen = { wall: Date.now(), ticks: performance.now() };
noticePutBack();

// Between two visits nobody saw the clock. It cannot be earlier now than when something was noted.
function noticePutBack() {
  const early = clock.last - (Date.now() + clock.behind);
  if (early > NEGLIGIBLE) keep({ behind: clock.behind + early, eras: [...clock.eras, clock.drift] });
}

export function now() {
  const before = seen;
  seen = { wall: Date.now(), ticks: performance.now() };
  const putBack = seen.ticks - before.ticks - (seen.wall - before.wall);
  if (putBack > NEGLIGIBLE) keep({ behind: clock.behind + putBack }); // put forward, it may have been asleep
  return new Date(seen.wall + clock.behind);
}

// The server said that it was this late, somewhere between asking and hearing.
export function note(moment, asked, heard) {
  const found = Math.round(Date.parse(moment) - (asked + heard) / 2);
  const off = found - clock.behind;
  if (Math.abs(off) <= NEGLIGIBLE) return;
  keep({ behind: found, drift: clock.drift + off, last: clock.last && clock.last + off });
}

function keep(found) {
  for (const [name, told] of Object.entries(found)) clock[name] = Array.isArray(told) ? told : Math.round(told);
  put("device", { about: "clock", ...clock }).catch(console.warn); // a full disk: until it closes
}

// A moment, as it is written down: with the drift as it is known now.
export function noted(at) {
  const moment = Date.parse(at);
  if (moment - clock.last > NEGLIGIBLE) keep({ last: moment });
  return { at, drift: clock.drift, era: clock.eras.length };
}

// The same moment, as it is known now.
export function inStep(written) {
  const known = clock.eras[written.era ?? 0] ?? clock.drift;
  const off = known - (written.drift ?? known);
  const at = off ? new Date(Date.parse(written.at) + off).toISOString() : written.at;
  return { ...written, at, drift: known, era: written.era ?? 0 };
}

// Moments in the order in which they were noted. Of two eras it is not known how far they are apart:
// then none is before what was there already.
export function inOrder(moments) {
  const eras = new Set(moments.map((one) => one.era));
  if (eras.size < 2) return moments;
  let last = "";
  return moments.map((one) => ({ ...one, at: (last = one.at > last ? one.at : last) }));
}
