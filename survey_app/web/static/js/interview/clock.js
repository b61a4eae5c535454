// The soft clock of the interview, and the device's time corrected by the server's.
let offset = 0; // milliseconds that this device is behind

export function noteTime(screen) {
  offset = Date.parse(screen.dataset.now) - Date.now();
}

export const corrected = () => new Date(Date.now() + offset);

// In the language of the page: 8 min, and no 0:08 that might be seconds.
const told = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "minute" });
const minutes = (milliseconds) => told.format(Math.max(0, Math.floor(milliseconds / 60000)));

export function enhance(screen) {
  const time = screen.querySelector("[data-since]");
  if (!time) return;
  const draw = () => {
    time.textContent = minutes(corrected() - Date.parse(time.dataset.since));
  };
  noteTime(screen);
  draw();
  const beat = setInterval(() => (time.isConnected ? draw() : clearInterval(beat)), 10000);
}
