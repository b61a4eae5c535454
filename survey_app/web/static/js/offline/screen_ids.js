// The ids of the events of a screen that the server drew: the twin of services/answer_events.py.
// Each follows from the screen's own (RFC 9562, version 5), so that it is the same on both sides.
export async function screenIds(interview, questions, screen) {
  const ids = new Map();
  if (!screen) return ids;
  const items = questions.flatMap((one) => [...one.items.map((item) => item.name), `${one.name}__note`]);
  for (const item of items) ids.set(item, { id: await uuid5(screen, `${interview}/${item}/0`) });
  return ids;
}

async function uuid5(space, name) {
  const bytes = [...bytesOf(space), ...new TextEncoder().encode(name)];
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", new Uint8Array(bytes))).slice(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const bytesOf = (uuid) => uuid.replaceAll("-", "").match(/../g).map((pair) => parseInt(pair, 16));
