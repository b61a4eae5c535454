// Who signed in here last: then a PIN can be chosen without a network too. On a device that keeps
// names beside its vaults, one name more.
const KEY = "doorvragen.who";

export const remember = (owner, name) => localStorage.setItem(KEY, JSON.stringify({ owner, name }));

export function nameOf(owner) {
  const known = JSON.parse(localStorage.getItem(KEY) ?? "{}");
  return known.owner === owner ? known.name : undefined;
}
