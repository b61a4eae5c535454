// The soft clock of the interview, and the device's time corrected by the server's.
let offset = 0; // milliseconds that this device is behind

export function noteTime(screen) {
  offset = Date.parse(screen.dataset.now) - Date.now();
}

export const corrected = () => new Date(Date.now() + offset);

const minutes = (milliseconds) => Math.max(0, Math.floor(milliseconds / 60000));

export function enhance(screen) {
  const time = screen.querySelector("[data-since]");
  if (!time) return;
  const draw = () => {
    const passed = minutes(corrected() - Date.parse(time.dataset.since));
    time.textContent = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, "0")}`;
  };
  noteTime(screen);
  draw();
  const beat = setInterval(() => (time.isConnected ? draw() : clearInterval(beat)), 10000);
}
