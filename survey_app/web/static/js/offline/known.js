// Who signed in here last: then a PIN can be chosen without a network too. On a device that keeps
// names beside its vaults, one name more.
import { get, put } from "./keep.js";

export const remember = (owner, name) => put("device", { about: "who", owner, name });

export async function nameOf(owner) {
  const known = await get("device", "who");
  return known?.owner === owner ? known.name : undefined;
}
