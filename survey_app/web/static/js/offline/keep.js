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

// Do something with some stores in one transaction: all of it is on the disk, or nothing. What is done
// ``after`` a request belongs to it too.
async function change(names, act) {
  const transaction = await transactionOn(names, "readwrite", { durability: "strict" });
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    const whole = (step) => (...given) => {
      try {
        step(...given);
      } catch (error) {
        reject(error);
        transaction.abort(); // half of it is nothing
      }
    };
    const after = (request, step) => (request.onsuccess = whole(() => step(request.result)));
    whole(act)(...names.map((name) => transaction.objectStore(name)), after);
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

// Says whether the interview was still held here: what another page sent, or removed, in the meantime
// is not written over.
export async function keep(interview, events, { anew = false } = {}) {
  let held = true;
  await change(["interviews", "events"], (interviews, store, after) =>
    after(interviews.get(interview.id), (known) => {
      held = !known || Boolean(known.sealed) || (anew && !known.erased);
      if (!held) return;
      interviews.put({ ...interview, ...said(known) });
      for (const event of events) store.put(event);
    }),
  );
  return held;
}

const said = (known) => (known?.said ? { said: known.said } : {});

// The server has these events. In one transaction with what is on the disk now, since another page
// may have gone on: what it did not send stays. Where nothing else waits and the interview is over,
// ``stub`` is all that stays; ``mark`` is that of the interview which was sent.
export const acknowledge = ({ id, ids, mark, at, remarks, stub }) =>
  change(["interviews", "events"], (interviews, events, after) =>
    after(interviews.get(id), (known) => {
      if (!known?.sealed) return; // removed in the meantime
      const told = { received: at, ...(remarks ? { said: remarks } : said(known)) };
      after(events.index("interview").getAll(id), (rows) => {
        const over = stub && known.mark === mark && rows.every((row) => row.sent || ids.has(row.id));
        interviews.put({ ...(over ? stub : known), ...told });
        for (const row of rows) {
          if (over) events.delete(row.id);
          else if (ids.has(row.id)) events.put({ ...row, sent: true });
        }
      });
    }),
  );

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

// Nothing stays of an interview but this: also what another page kept of it goes.
export const clear = (interview) =>
  change(["interviews", "events"], (interviews, events, after) => {
    interviews.put(interview);
    after(events.index("interview").getAllKeys(interview.id), (ids) => {
      for (const id of ids) events.delete(id);
    });
  });

// Wipe events, and put what is left of the interview and of other events in their place.
export const wipe = (interview, gone, left = []) =>
  change(["interviews", "events"], (interviews, store) => {
    interviews.put(interview);
    for (const event of gone) store.delete(event.id);
    for (const event of left) store.put(event);
  });
