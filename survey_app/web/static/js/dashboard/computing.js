/* While results are computed: show how far, and load the page again when they are there. */
const EVERY = 700; // milliseconds
const PATIENCE = 15; // polls before we believe that nothing was started

export async function follow(message) {
  if (!message) return;
  const bar = message.querySelector("progress");
  let seen = false;
  for (let polls = 0; seen || polls < PATIENCE; polls += 1) {
    const state = await ask(message.dataset.computing);
    if (seen && !state.running) break;
    seen = seen || state.running;
    if (state.running) bar.value = state.share;
    await new Promise((done) => setTimeout(done, EVERY));
  }
  window.location.replace(window.location.pathname);
}

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return answer.ok ? answer.json() : { running: false };
}
