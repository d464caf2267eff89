// 本机密存: everything a phone keeps lies encrypted in IndexedDB, under a key of its person that cannot be taken out.
const NAME = "liuhen-capture";
const SAFE = { durability: "strict" }; // on the disk before it counts as kept

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    const db = asked.result;
    db.createObjectStore("keys", { keyPath: "person" });
    db.createObjectStore("known", { keyPath: "person" });
    db.createObjectStore("last", { keyPath: "name" });
    db.createObjectStore("recordings", { keyPath: "id" });
    db.createObjectStore("chunks", { keyPath: ["recording", "number"] });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

const done = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

const within = async (stores, work) => {
  const transaction = (await opened).transaction(stores, "readwrite", SAFE);
  const over = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  work(transaction);
  await over;
};

const read = async (store, key) => done((await opened).transaction(store).objectStore(store).get(key));
const every = async (store) => done((await opened).transaction(store).objectStore(store).getAll());
const write = (store, row) => within([store], (one) => one.objectStore(store).put(row));

const keys = new Map();

const made = async (person) => {
  const held = await read("keys", person);
  if (held) return held.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  try {
    await within(["keys"], (one) => one.objectStore("keys").add({ person, key }));
  } catch {
    return (await read("keys", person)).key; // another page was quicker
  }
  return key;
};

const keyOf = (person) => {
  if (!keys.has(person)) keys.set(person, made(person));
  return keys.get(person);
};

// What is sealed says where it belongs, so that no piece can stand in another's place.
const seal = async (person, place, bytes) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const told = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) };
  return { iv, data: await crypto.subtle.encrypt(told, await keyOf(person), bytes) };
};

const unseal = async (person, place, { iv, data }) => {
  const told = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) };
  return crypto.subtle.decrypt(told, await keyOf(person), data);
};

const sealed = (person, place, value) => seal(person, place, new TextEncoder().encode(JSON.stringify(value)));
const unsealed = async (person, place, held) => JSON.parse(new TextDecoder().decode(await unseal(person, place, held)));

// Who was here last; `locked` once the server said that nobody is signed in any more.
export const last = async () => (await read("last", "person")) ?? null;
export const remember = (person, locked) => write("last", { name: "person", person, locked });

export const keepKnown = async (person, known) =>
  write("known", { person, held: await sealed(person, `known:${person}`, known) });

export const known = async (person) => {
  const row = await read("known", person);
  return row ? unsealed(person, `known:${person}`, row.held) : null;
};

// A recording: its own row says only whose it is and how far; what it is about is sealed.
export const keep = async (row, about) => {
  const held = await sealed(row.person, `about:${row.id}`, about);
  await write("recordings", { ...row, held });
};

export const rows = async () => (await every("recordings")).sort((a, b) => a.at - b.at);
export const rowOf = (id) => read("recordings", id);
export const about = (row) => unsealed(row.person, `about:${row.id}`, row.held);

const changes = new Map();

// Changes of one row wait for each other, so that none is lost.
export const change = (id, alter) => {
  const next = (changes.get(id) ?? Promise.resolve()).then(async () => {
    const row = await rowOf(id);
    if (!row) return;
    const told = await about(row);
    alter(row, told);
    await keep(row, told);
  });
  changes.set(id, next.catch(() => {}));
  return next;
};

export const addChunk = async (row, number, bytes, digest) => {
  const piece = await seal(row.person, `chunk:${row.id}:${number}`, bytes);
  await write("chunks", { recording: row.id, number, size: bytes.byteLength, digest, ...piece });
};

const ofRecording = (id) => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

// Sizes and digests of the pieces in order, without the pieces themselves.
export const pieces = async (id) => {
  const store = (await opened).transaction("chunks").objectStore("chunks");
  const found = [];
  await new Promise((resolve, reject) => {
    const asked = store.openCursor(ofRecording(id));
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (!cursor) return resolve();
      found.push({ number: cursor.value.number, size: cursor.value.size, digest: cursor.value.digest });
      return cursor.continue();
    };
  });
  return found;
};

export const chunk = async (row, number) => {
  const held = await read("chunks", [row.id, number]);
  return new Uint8Array(await unseal(row.person, `chunk:${row.id}:${number}`, held));
};

export const wipe = (id) => within(["chunks"], (one) => one.objectStore("chunks").delete(ofRecording(id)));
export const forget = (id) => within(["recordings", "chunks"], (one) => {
  one.objectStore("chunks").delete(ofRecording(id));
  one.objectStore("recordings").delete(id);
});
