// 上传: by tus, from where it stopped; the copy on the phone goes only once the server has answered with the same digest.
import * as vault from "./vault.js";

const AT_ONCE = 4 * 1024 * 1024; // bytes of one request
const LATER = 600_000; // milliseconds until something refused is tried again by itself
const addresses = document.documentElement.dataset;

// What another try may mend: another of this phone's requests under way, a place that was not the server's, a new mark.
const AGAIN = [403, 409, 423, 460];

export class SignedOut extends Error {}
export class Refused extends Error {}
class NotTaken extends Refused {} // the bytes themselves: they have to be sent anew

const required = (answer) => {
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  return answer;
};

export const ask = async (address, told = {}) =>
  required(await fetch(address, { redirect: "manual", credentials: "same-origin", cache: "no-store", ...told }));

// Hands tus the bytes between two places, decrypting no more than the pieces they lie in.
class Pieces {
  constructor(row, found) {
    this.row = row;
    this.size = 0;
    this.places = found.map((one) => {
      const place = { ...one, from: this.size };
      this.size += one.size;
      return place;
    });
  }

  async slice(from, to) {
    const end = Math.min(to, this.size);
    const parts = [];
    for (const place of this.places) {
      if (place.from + place.size <= from || place.from >= end) continue;
      const bytes = await vault.chunk(this.row, place.number);
      parts.push(bytes.subarray(Math.max(0, from - place.from), Math.min(place.size, end - place.from)));
    }
    return { value: new Blob(parts), done: end >= this.size };
  }

  close() { this.places = []; }
}

// The pieces once more from the first to the last: what is sent is what was captured.
const digestOf = async (row, found) => {
  const hasher = await hashwasm.createSHA256();
  hasher.init();
  for (const one of found) hasher.update(await vault.chunk(row, one.number));
  return hasher.digest();
};

// Once is enough: every piece proves itself when it is decrypted, and the server holds the whole against the digest.
const verified = async (row, told, found) => {
  if (row.verified) return;
  if ((await digestOf(row, found)) !== told.sha256) throw new Refused("本机副本与采集时的校验值不一致，没有上传，请联系系统管理员。");
  await vault.change(row.id, (one) => { one.verified = true; });
};

const upload = (row, told, found, { csrf, progress }) => new Promise((resolve, reject) => {
  const going = new tus.Upload(new Blob([]), {
    endpoint: addresses.uploads,
    uploadUrl: row.url ?? null,
    chunkSize: AT_ONCE,
    retryDelays: [0, 1000, 3000, 5000],
    storeFingerprintForResuming: false,
    headers: { "X-CSRFToken": csrf },
    metadata: { filename: told.name, filetype: told.type, sha256: told.sha256 },
    fileReader: { openFile: () => Promise.resolve(new Pieces(row, found)) },
    onBeforeRequest: (request) => { request.getUnderlyingObject().withCredentials = true; },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return navigator.onLine && (status === 0 || status >= 500 || AGAIN.includes(status)) && status !== 507;
    },
    onUploadUrlAvailable: () => {
      row.url = going.url;
      vault.change(row.id, (one) => { one.url = going.url; });
    },
    onProgress: (sent, all) => progress(row.id, all ? sent / all : 0),
    onError: (error) => reject(meaning(error)),
    onSuccess: () => resolve(going.url),
  });
  going.start();
});

const meaning = (error) => {
  const answer = error.originalResponse;
  const status = answer?.getStatus() ?? 0;
  if (status === 401 || (status >= 300 && status < 400)) return new SignedOut();
  if (status < 400 || (status >= 500 && status !== 507) || AGAIN.includes(status)) return error;
  const plain = answer.getHeader("Content-Type")?.startsWith("text/plain");
  const said = (plain && answer.getBody()) || `服务器没有收下（${status}）`;
  return status === 507 ? new Refused(said) : new NotTaken(said); // no room now: what is there stays there
};

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

// A large file is read back by the server before it counts; until then nothing here is wiped.
const settled = async (url) => {
  for (;;) {
    const answer = await ask(`${url}/state`);
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    if (told.state === "done") return;
    if (told.state === "refused") throw new NotTaken(told.trouble || "服务器没有收下");
    await pause(2000);
  }
};

const tell = async (row, told, csrf) => {
  const answer = await ask(addresses.recordings, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ ...told.sent, id: row.id, person: row.person, sha256: told.sha256 }),
  });
  if (answer.ok) return answer.json();
  const said = await answer.json().catch(() => ({}));
  const words = [said.message, said.remedy].filter(Boolean).join(" ");
  if (answer.status >= 500 || AGAIN.includes(answer.status)) throw new Error(words);
  throw new Refused(words || `服务器没有收下（${answer.status}）`);
};

const iso = (milliseconds) => new Date(milliseconds).toISOString();

const facts = (told) => ({
  name: told.name,
  kind: told.kind,
  started: iso(told.started),
  ended: iso(told.ended),
  offset_ms: told.offset_ms ?? null,
  case: told.case?.ref ?? "",
  stage: told.stage,
  device: told.device,
  place: told.place ?? "",
  position: told.position ?? "",
  opening: Boolean(told.opening),
  cut: Boolean(told.cut),
  away: told.away ?? [],
  marks: told.marks ?? [],
  check: told.check ?? null,
});

const send = async (row, { csrf, progress, changed }) => {
  const told = await vault.about(row);
  const found = await vault.pieces(row.id);
  if (!row.uploaded) {
    await verified(row, told, found);
    await settled(await upload(row, told, found, { csrf, progress }));
    await vault.change(row.id, (one) => { one.uploaded = true; });
  }
  const answer = await tell(row, { ...told, sent: facts(told) }, csrf);
  if (answer.sha256 !== told.sha256) throw new Refused("服务器的校验值与采集时不一致，本机副本保留。");
  await vault.wipe(row.id);
  await vault.change(row.id, (one, all) => {
    one.state = "stored";
    delete all.fault;
    all.answer = answer;
    all.stored = Date.now();
  });
  changed();
};

// Sends what waits, the oldest first. One page of this phone at a time.
export const sendAll = (person, told) => navigator.locks.request("liuhen-capture", { ifAvailable: true }, async (free) => {
  if (!free) return;
  for (const row of await vault.rows()) {
    if (row.person !== person || row.state !== "waiting" || row.later > Date.now()) continue;
    try {
      await send(row, told);
    } catch (fault) {
      const unreadable = fault.name === "OperationError"; // a piece does not prove itself: the others still go
      if (!(fault instanceof Refused) && !unreadable) throw fault;
      await vault.change(row.id, (one, all) => {
        all.fault = unreadable ? "本机副本有一段读不出或者被改动，没有上传，请联系系统管理员。" : fault.message;
        one.later = Date.now() + LATER;
        one.uploaded = false; // asked anew how far it is; what the server has already is not sent twice
        if (fault instanceof NotTaken) delete one.url;
      });
      told.changed();
    }
  }
});
