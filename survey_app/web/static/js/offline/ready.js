// On *my interviews*: gets everything ready to work without a network, and says so in words.
import { fetchBundle, tidy } from "./bundles.js";
import { all } from "./keep.js";
import { remember } from "./known.js";
import { contact } from "./sending.js";

const place = document.querySelector("[data-offline]");

function tell(state) {
  place.dataset.offline = state;
  for (const words of place.querySelectorAll("[data-when]")) {
    words.hidden = !words.dataset.when.split(" ").includes(state);
  }
}

async function prepare() {
  if (!window.isSecureContext || !navigator.serviceWorker || !window.indexedDB) return tell("insecure");
  tell("preparing");
  try {
    await Promise.race([arranged(), late()]);
    await remember(Number(place.dataset.owner), place.dataset.name);
    tell("ready");
  } catch (error) {
    console.warn(error);
    tell("failed");
  }
}

async function arranged() {
  await navigator.serviceWorker.register("/interviews/sw.js", { scope: "/interviews/" });
  const worker = await navigator.serviceWorker.ready;
  await Promise.all([contact(), fetchBundle().then(tidy), refreshed(worker.active)]);
}

const LONG = 60_000; // milliseconds; after that it is not going to come

const late = () => new Promise((_, reject) => setTimeout(reject, LONG, new Error("no answer")));

// The worker keeps the page itself anew: it may be another interviewer's now.
function refreshed(worker) {
  return new Promise((resolve, reject) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => (data === "kept" ? resolve() : reject(new Error(data)));
    worker.postMessage("keep", [channel.port2]);
  });
}

async function tellWaiting() {
  const waiting = (await all("interviews")).filter((one) => one.sealed);
  const words = place.querySelector("[data-waiting]");
  words.hidden = !waiting.length;
  words.querySelector("b").textContent = waiting.length;
}

place.hidden = false;
tell("preparing");
if (window.indexedDB) tellWaiting().catch(console.warn);
prepare();
