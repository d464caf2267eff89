// 拍摄: what the camera and the microphone give is hashed, encrypted and kept piece by piece while it is recorded.
import * as vault from "./vault.js";

const SLICE = 2000; // milliseconds: the most that is lost when the page is killed
const KINDS = {
  video: ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"],
  audio: ["audio/webm;codecs=opus", "audio/webm", "audio/mp4"],
};
const ENDINGS = { "video/webm": "webm", "audio/webm": "weba", "video/mp4": "mp4", "audio/mp4": "m4a", "image/jpeg": "jpg" };

const two = (number) => String(number).padStart(2, "0");

// The name says what it is and when the phone's clock said it began.
export const nameOf = (word, at, type) => {
  const beijing = new Date(at + 8 * 3600 * 1000);
  const day = `${beijing.getUTCFullYear()}${two(beijing.getUTCMonth() + 1)}${two(beijing.getUTCDate())}`;
  const time = `${two(beijing.getUTCHours())}${two(beijing.getUTCMinutes())}${two(beijing.getUTCSeconds())}`;
  return `${word}_${day}_${time}.${ENDINGS[type] ?? "bin"}`;
};

const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

export const openStream = (kind, facing) => navigator.mediaDevices.getUserMedia({
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: true },
  video: kind === "audio" ? false : { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 720 } },
});

export const close = (stream) => { for (const track of stream?.getTracks() ?? []) track.stop(); };

// Keeps pieces in their order; the digest runs along and is written down with each of them.
class Keeping {
  constructor(row, hasher) {
    this.row = row;
    this.hasher = hasher;
    this.number = 0;
    this.bytes = 0;
    this.digest = "";
    this.queue = Promise.resolve();
    this.fault = null;
  }

  add(blob) {
    this.queue = this.queue.then(async () => {
      if (this.fault || !blob.size) return;
      const bytes = new Uint8Array(await blob.arrayBuffer());
      this.hasher.update(bytes);
      const state = this.hasher.save();
      const digest = this.hasher.digest();
      this.hasher.load(state);
      await vault.addChunk(this.row, this.number, bytes, digest);
      this.digest = digest; // of what is kept, never of a piece that found no room
      this.number += 1;
      this.bytes += bytes.byteLength;
    }).catch((fault) => { this.fault = fault; this.onfault?.(fault); });
    return this.queue;
  }
}

const begin = async (person, about) => {
  const row = { id: fresh(), person, at: Date.now(), state: "recording" };
  await vault.keep(row, about);
  const keeping = new Keeping(row, await hashwasm.createSHA256());
  keeping.hasher.init();
  return keeping;
};

const settle = (keeping, ended, more = {}) => vault.change(keeping.row.id, (row, told) => {
  row.state = "waiting";
  Object.assign(told, { ended, sha256: keeping.digest, bytes: keeping.bytes, ...more });
});

// A recording under way. While it runs a lock says so: a page that finds the row without the lock knows it was cut off.
export class Take {
  static async start(person, kind, stream, about, told) {
    const type = KINDS[kind].find((one) => MediaRecorder.isTypeSupported(one));
    if (!type) throw new Error("这台手机的浏览器不能录制");
    const plain = type.split(";")[0];
    const started = Date.now();
    const word = kind === "audio" ? "录音" : "录像";
    const keeping = await begin(person, { ...about, kind, type: plain, started, ended: started, name: nameOf(word, started, plain), marks: [] });
    return new Take(kind, stream, type, keeping, told);
  }

  constructor(kind, stream, type, keeping, { onfault, onend }) {
    this.kind = kind;
    this.keeping = keeping;
    this.onend = onend;
    keeping.onfault = onfault;
    navigator.locks.request(`liuhen-capture:${keeping.row.id}`, () => new Promise((free) => { this.free = free; }));
    this.recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 2_500_000, audioBitsPerSecond: 64_000 });
    this.recorder.ondataavailable = (event) => keeping.add(event.data);
    this.over = new Promise((resolve) => { this.recorder.onstop = () => resolve(this.finish()); });
    this.started = Date.now();
    this.clock = performance.now();
    this.recorder.start(SLICE);
    vault.change(keeping.row.id, (row, told) => { told.started = told.ended = this.started; });
  }

  get id() { return this.keeping.row.id; }

  get elapsed() { return Math.round(performance.now() - this.clock); }

  note(alter) { return vault.change(this.id, (row, told) => alter(told)); }

  stop() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    return this.over;
  }

  async finish() {
    const ended = this.started + this.elapsed;
    await this.keeping.queue;
    try {
      if (this.keeping.number) await settle(this.keeping, ended, this.keeping.fault ? { cut: true } : {});
      else await vault.forget(this.id);
    } catch { /* no room even for that: the pieces are there, and the page finds them when it is opened again */ }
    this.free?.();
    this.onend?.();
  }
}

// One picture, from the stream or chosen from the phone's own camera.
export const keepPicture = async (person, blob, about) => {
  const at = about.started ?? Date.now();
  const type = blob.type || "image/jpeg";
  const name = about.name ?? nameOf(about.kind === "paper" ? "纸质材料" : "照片", at, type);
  const keeping = await begin(person, { ...about, type, started: at, ended: at, name, marks: [] });
  await keeping.add(blob);
  if (keeping.fault) throw keeping.fault;
  await settle(keeping, at);
};

export const shoot = async (video) => {
  const glass = document.createElement("canvas");
  glass.width = video.videoWidth;
  glass.height = video.videoHeight;
  glass.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve, reject) => {
    glass.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("没有拍到画面"))), "image/jpeg", 0.92);
  });
};

// What a killed page left: the pieces up to the last one are whole, and so is the digest that was taken with it.
export const recover = async () => {
  for (const row of await vault.rows()) {
    if (row.state !== "recording") continue;
    await navigator.locks.request(`liuhen-capture:${row.id}`, { ifAvailable: true }, async (free) => {
      if (!free) return; // it is being recorded in another page
      const found = await vault.pieces(row.id);
      if (!found.length) { await vault.forget(row.id); return; }
      await vault.change(row.id, (one, told) => {
        one.state = "waiting";
        told.cut = true;
        told.sha256 = found[found.length - 1].digest;
        told.bytes = found.reduce((sum, piece) => sum + piece.size, 0);
        told.ended = told.started + found.length * SLICE;
      });
    });
  }
};
