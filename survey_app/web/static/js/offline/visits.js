// The browser's own back button goes one screen back. Which screens there were lives in the memory
// of the page; the browser keeps no more than a number.
const visits = [];
let here = -1;

export function begin(showList) {
  visits.splice(0, visits.length, showList);
  here = 0;
  history.replaceState({ visit: 0 }, "", location.pathname);
}

// This can be shown again by ``show``; it is called when the browser goes back or forward to it.
export function visit(name, show) {
  if (visits[here]?.screen === name) return;
  here += 1;
  visits.splice(here, visits.length, Object.assign(() => show(), { screen: name }));
  history.pushState({ visit: here }, "", location.pathname);
}

window.addEventListener("popstate", ({ state }) => {
  const there = state?.visit;
  if (there === undefined || there === here) return; // a link within the screen, or the show card
  here = there;
  (visits[there] ?? visits[0])?.();
});
