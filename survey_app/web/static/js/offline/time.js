// One clock for all that the device sends: its own, corrected by that of the server as it was at the
// last contact. How far it is behind stays known when the page is closed.
import { get, put } from "./keep.js";

const NEGLIGIBLE = 2000; // a clock is not corrected for the time that a request takes

// In milliseconds. ``drift`` is the sum of what the server found this clock to be off: what was noted
// before a contact is put right by what was found since.
let { behind, drift } = (await get("device", "clock").catch(console.warn)) ?? { behind: 0, drift: 0 };
let seen = { wall: Date.now(), ticks: performance.now() };

export function now() {
  const before = seen;
  seen = { wall: Date.now(), ticks: performance.now() };
  const putBack = seen.ticks - before.ticks - (seen.wall - before.wall);
  if (putBack > NEGLIGIBLE) keep(behind + putBack, drift); // put forward, it may have been asleep
  return new Date(seen.wall + behind);
}

// The server said that it was this late, somewhere between asking and hearing.
export function note(moment, asked, heard) {
  const found = Math.round(Date.parse(moment) - (asked + heard) / 2);
  const off = found - behind;
  if (Math.abs(off) > NEGLIGIBLE) keep(found, drift + off);
}

function keep(...numbers) {
  [behind, drift] = numbers.map(Math.round);
  put("device", { about: "clock", behind, drift }).catch(console.warn); // a full disk: until it closes
}

// A moment, as it is written down: with the drift as it is known now.
export const noted = (at) => ({ at, drift });

// The same moment, as it is known now.
export function inStep(written) {
  const off = drift - (written.drift ?? drift);
  return { ...written, ...noted(off ? new Date(Date.parse(written.at) + off).toISOString() : written.at) };
}
