// Where the answers of this screen are: on this device, under way, or received.
let unsaved = false;

export function show(state) {
  const place = document.querySelector("[data-sync]");
  unsaved = state !== "received";
  if (!place) return; // before consent nothing is sent to be kept
  place.dataset.sync = state;
  for (const words of place.querySelectorAll("[data-sync-words]")) {
    words.hidden = words.dataset.syncWords !== state;
  }
}

export const isUnsaved = () => unsaved;

// What was on the screen was received, or is being sent by the browser itself.
export function atRest() {
  unsaved = false;
}
