// Without a network the interview goes on, on the device. What the server knows of it, and what was
// sent since, stay in the memory of the page; the worker hands them over to the page for work
// without a network, which seals them.
const OPENING = ["page.interview", "page.area", "page.coupon"];
let of = null; // the id of the interview; empty before consent
let known = null; // as the server had it when the page came to it
let sent = []; // the screens that the server took since

// A screen is there: of this interview, or the first one of it.
export function follow(screen) {
  const { id } = screen.dataset.address.match(/\/interviews\/(?<id>[0-9a-f-]{36})\//)?.groups ?? { id: "" };
  if (id === of) return;
  [of, known, sent] = [id, null, []];
  if (id) fetchKnown(id);
}

async function fetchKnown(id) {
  try {
    const answer = await fetch(`/interviews/${id}/device`, { headers: { Accept: "application/json" } });
    if (answer.ok && of === id) known = await answer.json();
  } catch {
    known = null; // then the screen says that it is not saved, and can be sent again
  }
}

export function took(screen, body) {
  sent.push(told(screen, body));
}

const told = (screen, body) => ({
  question: screen.dataset.question,
  heard: screen.dataset.heard,
  fields: [...body],
});

// Whether the device can take it over: everything it needs is here, and it has the page.
export async function mayGoOn() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker || (of && !known)) return false;
  return (await ask(worker, { ready: true })) === "ready";
}

export async function goOn(screen, body) {
  const now = told(screen, body);
  const opened = of ? null : Object.fromEntries(OPENING.map((name) => [name.slice(5), body.get(name) ?? ""]));
  const carried = { who: { ...document.querySelector("[data-unsent]").dataset }, known, opened, sent, now };
  if ((await ask(navigator.serviceWorker.controller, { carried })) === "ready") location.assign("/interviews/offline");
}

function ask(worker, message) {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage(message, [channel.port2]);
  });
}
