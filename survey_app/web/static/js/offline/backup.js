// A copy of what waits, in a file: sealed as it is here, opened elsewhere with the same PIN.
import { all, eventsOf, get, keep } from "./keep.js";
import { openVault, seal, unseal } from "./seal.js";

const KIND = "doorvragen-copy-1";

export async function copy(vault) {
  const interviews = (await all("interviews")).filter((one) => one.owner === vault.owner && one.sealed);
  const events = (await Promise.all(interviews.map((one) => eventsOf(one.id)))).flat();
  const whole = { kind: KIND, vault: await get("vaults", vault.owner), interviews, events };
  const file = new Blob([JSON.stringify(whole, packed)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `doorvragen-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Puts back what is not here; says how many interviews that were. Throws when the PIN is wrong. What is
// here, was received or was erased from here stays as it is: its copy may hold what had to go.
export async function restore(vault, file, pin) {
  const whole = JSON.parse(await file.text(), unpacked);
  const key = whole.kind === KIND && (await openVault(whole.vault, pin));
  if (!key || whole.vault.owner !== vault.owner) throw new Error("not this file, or not this PIN");
  let number = 0;
  for (const stored of whole.interviews) {
    if (await get("interviews", stored.id)) continue;
    const mine = whole.events.filter((event) => event.interview === stored.id);
    const again = (one) => resealed(one, key, vault.key);
    await keep(await again(stored), await Promise.all(mine.map(again)));
    number += 1;
  }
  return number;
}

async function resealed(one, from, to) {
  const { drift, era, ...told } = await unseal(from, one.sealed, one.id); // of another clock
  return { ...one, sealed: await seal(to, told, one.id) };
}

const text = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

function packed(key, value) {
  if (value instanceof ArrayBuffer) return { bytes: text(new Uint8Array(value)), buffer: true };
  return value instanceof Uint8Array ? { bytes: text(value) } : value;
}

function unpacked(key, value) {
  if (typeof value?.bytes !== "string") return value;
  const bytes = Uint8Array.from(atob(value.bytes), (sign) => sign.charCodeAt(0));
  return value.buffer ? bytes.buffer : bytes;
}
