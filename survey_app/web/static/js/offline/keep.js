// The store on the device. Plain: bundles, ids of interviews, dates and areas of refusals.
// Sealed: everything else. A promise is kept only when the data are on the disk.
const STORES = {
  device: { keyPath: "about" }, // its clock, and who signed in here last
  vaults: { keyPath: "owner" },
  bundles: { keyPath: "version" },
  interviews: { keyPath: "id" },
  events: { keyPath: "id" },
  refusals: { keyPath: "n", autoIncrement: true },
};
let opening;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("doorvragen", 2);
    request.onupgradeneeded = () => make(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => (opening = undefined));
  return opening;
}

function make(database) {
  for (const [name, how] of Object.entries(STORES)) {
    if (database.objectStoreNames.contains(name)) continue;
    const store = database.createObjectStore(name, how);
    if (name === "events") store.createIndex("interview", "interview");
  }
}

// A full disk closes the database; when there is room again, it can be opened anew.
async function transactionOn(names, ...how) {
  try {
    return (await database()).transaction(names, ...how);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    opening = undefined;
    return (await database()).transaction(names, ...how);
  }
}

// Do something with some stores in one transaction: all of it is on the disk, or nothing.
async function change(names, act) {
  const transaction = await transactionOn(names, "readwrite", { durability: "strict" });
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    try {
      act(...names.map((name) => transaction.objectStore(name)));
    } catch (error) {
      transaction.abort(); // half of it is nothing
      reject(error);
    }
  });
}

async function look(name, act) {
  const request = act((await transactionOn(name)).objectStore(name));
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export const all = (name) => look(name, (store) => store.getAll());
export const get = (name, key) => look(name, (store) => store.get(key));
export const put = (name, value) => change([name], (store) => store.put(value));
export const remove = (name, key) => change([name], (store) => store.delete(key));

export const eventsOf = async (interview) => {
  const found = await look("events", (store) => store.index("interview").getAll(interview));
  return found.sort((one, other) => one.n - other.n);
};

export const keep = (interview, events) =>
  change(["interviews", "events"], (interviews, store) => {
    interviews.put(interview);
    for (const event of events) store.put(event);
  });

// All that waits of one interviewer, who cannot open it any more.
export async function forget(owner) {
  const gone = (await all("interviews")).filter((one) => one.owner === owner);
  const events = (await Promise.all(gone.map((one) => eventsOf(one.id)))).flat();
  await change(["vaults", "interviews", "events"], (vaults, interviews, store) => {
    for (const { id } of events) store.delete(id);
    for (const { id, sealed } of gone) if (sealed) interviews.delete(id);
    vaults.delete(owner);
  });
}

// Wipe events, and put what is left of the interview and of other events in their place.
export const wipe = (interview, gone, left = []) =>
  change(["interviews", "events"], (interviews, store) => {
    interviews.put(interview);
    for (const event of gone) store.delete(event.id);
    for (const event of left) store.put(event);
  });
