// Sends a screen and puts the next one in its place. Whatever cannot be handled here is sent again
// the plain way: the server stores the same screen only once.
import { follow, goOn, mayGoOn, took } from "./carry.js";
import { corrected, noteTime } from "./clock.js";
import { collected } from "./paradata.js";
import { atRest, isUnsaved, show } from "./sync.js";

const HEADER = "X-Doorvragen";
const PATIENCE = 8000; // milliseconds; a line can be silent for ever, and a screen must not wait
let enhance = () => {};
let sending = false;

export function listen(enhanceScreen) {
  enhance = enhanceScreen;
  noteTime(screen());
  follow(screen());
  document.addEventListener("submit", onSubmit);
  document.addEventListener("input", () => show("device"));
  window.addEventListener("popstate", onBrowserBack);
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  window.addEventListener("beforeunload", (event) => isUnsaved() && event.preventDefault());
  history.replaceState(null, "", screen().dataset.address);
}

const screen = () => document.getElementById("screen");
const form = () => screen().querySelector("form");

async function onSubmit(event) {
  if (event.target !== form()) return;
  event.preventDefault();
  if (sending) return; // a double tap
  const pressed = event.submitter;
  await send(() => fields(pressed), () => sendPlainly(pressed));
}

// The browser's own back button: keep what was typed, then show the screen it leads to.
async function onBrowserBack() {
  const address = location.pathname;
  if (address === screen().dataset.address) return; // only the show card was opened or closed
  const body = fields();
  body.set("action", "previous");
  const kept = await ask(form().getAttribute("action"), { method: "POST", body }, fields);
  if (!kept) return;
  took(screen(), body);
  const there = await ask(address, { headers: { "X-Heard": screen().dataset.heard } }, fields);
  if (there) await place(there, () => location.reload(), false);
}

function fields(pressed) {
  const body = new URLSearchParams(new FormData(form()));
  body.set("page.at", corrected().toISOString());
  body.set("page.paradata", collected());
  if (pressed?.name) body.set(pressed.name, pressed.value);
  return body;
}

async function send(filled, plainly) {
  show("sending");
  const body = filled();
  const response = await ask(form().getAttribute("action"), { method: "POST", body }, filled);
  if (!response) return;
  took(screen(), body);
  await place(response, plainly, true);
}

async function ask(address, options, filled) {
  sending = true;
  try {
    const headers = { ...options.headers, [HEADER]: "screen" };
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(address, { ...options, headers, credentials: "same-origin", signal });
    if (response.status === 503) throw new Error("not now");
    return response;
  } catch {
    show("device");
    tellUnsent(filled);
    return null;
  } finally {
    sending = false;
  }
}

async function place(response, plainly, remember) {
  if (response.headers.get(HEADER) !== "screen") {
    atRest();
    return response.ok ? location.assign(response.url) : plainly();
  }
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  const next = holder.content.getElementById("screen");
  screen().replaceWith(next);
  atRest();
  tellUnsent(null);
  noteTime(next);
  follow(next);
  enhance(next);
  const address = next.dataset.address;
  document.title = `${next.dataset.number ?? next.dataset.question} · Doorvragen`;
  if (remember && address !== location.pathname) history.pushState(null, "", address);
  window.scrollTo(0, 0);
  (next.querySelector("[data-focus]") ?? next.querySelector("h1")).focus({ preventScroll: true });
}

function sendPlainly(pressed) {
  atRest();
  if (pressed?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: pressed.name, value: pressed.value });
    form().append(field);
  }
  HTMLFormElement.prototype.submit.call(form());
}

// The screen could not be sent: once more, or on without a network where the device can.
async function tellUnsent(filled) {
  const message = document.querySelector("[data-unsent]");
  message.hidden = !filled;
  if (!filled) return;
  message.querySelector("[data-action=retry]").onclick = () => form().requestSubmit();
  const onward = message.querySelector("[data-action=carry]");
  onward.hidden = !(await mayGoOn());
  onward.onclick = () => {
    atRest();
    goOn(screen(), filled());
  };
}
