// The PIN: chosen once on this device, asked for each time the page begins.
import { contact } from "./sending.js";
import { get, put } from "./keep.js";
import { go, parts } from "./parts.js";
import { newVault, openVault, unseal } from "./seal.js";

const SHORTEST = 6;

// Resolves to {owner, key, firstName} when the right PIN was given.
export async function unlock() {
  const part = parts.lock;
  const owner = Number(part.dataset.owner);
  const known = await get("vaults", owner);
  const form = part.querySelector(known ? "[data-open]" : "[data-choose]");
  form.hidden = false;
  go("lock");
  form.elements.pin.focus();
  return new Promise((resolve) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const opened = known ? await open(known, form) : await choose(owner, form);
      if (opened) resolve(opened);
    });
  });
}

async function open(vault, form) {
  const key = await openVault(vault, form.elements.pin.value);
  fault(form, key ? "" : "wrong");
  if (!key) return null;
  return { owner: vault.owner, key, ...(await unseal(key, vault.profile, "profile")) };
}

async function choose(owner, form) {
  const [pin, again] = [form.elements.pin.value, form.elements.again.value];
  const wrong = pin.length < SHORTEST ? "short" : pin === again ? "" : "different";
  fault(form, wrong);
  if (wrong) return null;
  const told = await contact(owner).catch(() => null);
  fault(form, told ? "" : "offline");
  if (!told) return null;
  const profile = { firstName: told.first_name };
  const { vault, key } = await newVault(owner, pin, profile);
  await put("vaults", vault);
  await navigator.storage?.persist?.();
  return { owner, key, ...profile };
}

function fault(form, kind) {
  const place = form.querySelector("[data-fault]");
  place.textContent = kind ? place.dataset[kind] : "";
  place.hidden = !kind;
  if (kind) form.elements.pin.focus();
}
