// Keeps the page for work without a network. Everything is asked from the server first; only when
// it does not answer comes what was kept. No answer of anybody passes into its store.
const NAME = "doorvragen-{{ version }}";
const SHELL = {{ shell | tojson }};
const FILES = {{ files | tojson }};
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

// An interview that lost its network, on its way to the page for work without one: in memory only.
let carried = null;

self.addEventListener("message", (event) => {
  const tell = (word) => event.ports[0].postMessage(word);
  if (event.data === "keep") {
    event.waitUntil(keepPictures().then(() => tell("kept"), (error) => tell(String(error))));
  } else if (event.data === "look") {
    tell(carried);
  } else if (event.data === "taken") {
    tell((carried = null));
  } else {
    carried = event.data.carried ?? null;
    event.waitUntil(kept(SHELL).then((page) => tell(page ? "ready" : "not ready")));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method !== "GET") {
    if (pathname === "/interviews/new") event.respondWith(fetch(request).catch(() => instead(request)));
    return;
  }
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FILES.includes(pathname)) event.respondWith(part(request, pathname));
  else if (pathname.startsWith("/interviews/pictures/")) event.respondWith(drawing(request));
});

async function keep() {
  const cache = await caches.open(NAME);
  // signed out, the page is a way to the login: then what was kept stays
  const fresh = { cache: "reload", redirect: "error" };
  await cache.addAll([...FILES, SHELL].map((address) => new Request(address, fresh)));
}

// Beside the page: the drawings on the cards, which the bundle names.
async function keepPictures() {
  await keep();
  const bundle = await (await fetch("/interviews/bundle", { credentials: "same-origin" })).json();
  const cache = await caches.open(NAME);
  await Promise.all(bundle.pictures.map(async (address) => (await cache.match(address)) ?? cache.add(address)));
}

async function tidy() {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
}

async function kept(address) {
  return (await caches.open(NAME)).match(address, { ignoreSearch: true });
}

// Whether the page came from here: then its parts do too, at once. A line may be silent at each.
let isKept = false;

async function page(request) {
  isKept = false;
  return fromServer(request, async () => {
    const found = await kept(SHELL);
    isKept = Boolean(found);
    return found;
  });
}

async function part(request, pathname) {
  const found = isKept && (await kept(pathname));
  return found || fromServer(request, () => kept(pathname));
}

// A drawing does not change within a day: what was kept comes at once.
async function drawing(request) {
  return (await kept(new URL(request.url).pathname)) ?? fetch(request);
}

// An interview cannot begin there now: for a page, the page that can. A script is told the truth.
async function instead(request) {
  return (request.mode === "navigate" && (await kept(SHELL))) || Response.error();
}

async function fromServer(request, otherwise) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = fetch(request).catch(() => undefined);
  return (await Promise.race([answer, late])) ?? (await otherwise()) ?? (await answer) ?? Response.error();
}
