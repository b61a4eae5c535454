// What waits on the device is sealed with AES-GCM under a key from the interviewer's PIN. The key
// lives in the memory of the page only; a PIN is short, so many rounds make guessing slow.
const ROUNDS = 600_000;
const PROOF = "doorvragen";

export async function newVault(owner, pin, profile) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await keyFrom(pin, salt, ROUNDS);
  const vault = { owner, salt, rounds: ROUNDS, proof: await seal(key, PROOF, "proof") };
  return { vault: { ...vault, profile: await seal(key, profile, "profile") }, key };
}

// The key, or null for a wrong PIN.
export async function openVault(vault, pin) {
  const key = await keyFrom(pin, vault.salt, vault.rounds);
  try {
    return (await unseal(key, vault.proof, "proof")) === PROOF ? key : null;
  } catch {
    return null;
  }
}

// A sealed thing opens only under the label that it was sealed with: none can take another's place.
export async function seal(key, value, label) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt(algorithm(iv, label), key, plain) };
}

export async function unseal(key, { iv, data }, label) {
  const plain = await crypto.subtle.decrypt(algorithm(iv, label), key, data);
  return JSON.parse(new TextDecoder().decode(plain));
}

const algorithm = (iv, label) => ({
  name: "AES-GCM",
  iv,
  additionalData: new TextEncoder().encode(label),
});

async function keyFrom(pin, salt, iterations) {
  const bytes = new TextEncoder().encode(pin.normalize("NFKC"));
  const raw = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const kind = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(how, raw, kind, false, ["encrypt", "decrypt"]);
}
