// The PIN: chosen once on this device by each interviewer, asked for each time the page begins.
import { contact, SignedOut, SomebodyElse } from "./sending.js";
import { all, forget, put } from "./keep.js";
import { nameOf } from "./known.js";
import { trouble } from "./list.js";
import { go, parts } from "./parts.js";
import { newVault, openVault, unseal } from "./seal.js";

const SHORTEST = 6;
const part = parts.lock;
const opening = part.querySelector("[data-open]");
const choosing = part.querySelector("[data-choose]");
const here = { owner: Number(part.dataset.owner), study: part.dataset.study }; // for whom the page was drawn

// Resolves to {owner, study, key, firstName} when the right PIN was given. Whose interview lost its
// network is known: nobody else may take it over, and a PIN can be chosen without asking the server.
export async function unlock(who) {
  if (who) Object.assign(here, { owner: Number(who.owner), study: who.study, firstName: who.name });
  const known = await all("vaults");
  const vaults = who ? known.filter((vault) => vault.owner === here.owner) : known;
  const mine = vaults.some((vault) => vault.owner === here.owner);
  offer(vaults, mine);
  // another page was asked for, and this one came
  part.querySelector("[data-instead]").hidden = Boolean(who) || location.pathname === part.dataset.own;
  show(mine || (vaults.length && !navigator.onLine) ? opening : choosing);
  go("lock");
  return new Promise((resolve) => {
    listen(opening, () => open(vaults), resolve);
    listen(choosing, choose, resolve);
    part.querySelector("[data-forgotten]").addEventListener("submit", (event) => startAnew(event, vaults));
    part.querySelector("[data-to-choose]").addEventListener("click", () => show(choosing));
    part.querySelector("[data-to-open]").addEventListener("click", () => show(opening));
  });
}

// Who shares this device is asked who they are; who is alone on it is not.
function offer(vaults, mine) {
  const who = opening.elements.who;
  who.replaceChildren(...vaults.map((vault) => new Option(vault.name, vault.owner)));
  if (mine) who.value = here.owner;
  part.querySelector("[data-who]").hidden = vaults.length < 2;
  part.querySelector("[data-to-choose]").hidden = mine;
  part.querySelector("[data-to-open]").hidden = !vaults.length;
}

function show(form) {
  opening.hidden = part.querySelector("[data-forgotten-box]").hidden = form !== opening;
  choosing.hidden = form !== choosing;
  form.elements.pin.focus();
}

function listen(form, act, resolve) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const opened = await act().catch(trouble);
    if (opened) resolve(opened);
  });
}

const chosen = (vaults) => vaults.find((vault) => vault.owner === Number(opening.elements.who.value));

async function open(vaults) {
  const vault = chosen(vaults);
  const key = await openVault(vault, opening.elements.pin.value);
  fault(opening, key ? "" : "wrong");
  if (!key) return null;
  return { owner: vault.owner, study: vault.study, key, ...(await unseal(key, vault.profile, "profile")) };
}

async function choose() {
  const [pin, again] = [choosing.elements.pin.value, choosing.elements.again.value];
  const wrong = pin.length < SHORTEST ? "short" : pin === again ? "" : "different";
  fault(choosing, wrong);
  if (wrong) return null;
  const firstName = here.firstName ?? (await nameOf(here.owner)) ?? (await told())?.first_name;
  fault(choosing, firstName ? "" : "offline");
  if (!firstName) return null;
  const profile = { firstName };
  const { vault, key } = await newVault(here.owner, pin, profile);
  await put("vaults", { ...vault, study: here.study, name: firstName });
  await navigator.storage?.persist?.();
  return { ...here, key, ...profile };
}

const told = () => contact(here.owner).catch(() => null);

// A PIN that nobody knows any more: only its owner, signed in, may remove what it keeps.
async function startAnew(event, vaults) {
  event.preventDefault();
  const form = event.target;
  const vault = chosen(vaults);
  const told = await contact(vault.owner).catch((error) => error);
  const signedIn = !(told instanceof Error);
  const other = told instanceof SignedOut || told instanceof SomebodyElse;
  fault(form, signedIn ? "" : other ? "other" : "offline");
  if (!signedIn) return;
  await forget(vault.owner);
  location.reload();
}

function fault(form, kind) {
  const place = form.querySelector("[data-fault]");
  place.textContent = kind ? place.dataset[kind] : "";
  place.hidden = !kind;
  if (kind) form.elements.pin?.focus();
}
