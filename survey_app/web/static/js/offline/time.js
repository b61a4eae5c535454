// The time of the device, corrected by that of the server as it was at the last contact. How far
// the device is behind stays known when the page is closed: one clock for all that it sends.
const KEY = "doorvragen.behind"; // milliseconds; says nothing about anybody
const NEGLIGIBLE = 2000; // a clock is not corrected for the time that a request takes

let behind = Number(localStorage.getItem(KEY)) || 0;

export const now = () => new Date(Date.now() + behind);

// The server said that it was this late, somewhere between asking and hearing.
export function note(moment, asked, heard) {
  const found = Math.round(Date.parse(moment) - (asked + heard) / 2);
  behind = Math.abs(found) > NEGLIGIBLE ? found : 0;
  localStorage.setItem(KEY, String(behind));
}
