// Takes the SHA-256 of a file in a thread of its own, piece by piece, while the file travels.
"use strict";
importScripts("../npm/hash-wasm/sha256.umd.min.js");

const PIECE = 4 * 1024 * 1024;

self.addEventListener("message", async ({ data: file }) => {
  try {
    const digest = await hashwasm.createSHA256();
    digest.init();
    for (let at = 0; at < file.size; at += PIECE) {
      digest.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
      self.postMessage({ read: Math.min(at + PIECE, file.size) });
    }
    self.postMessage({ sha256: digest.digest("hex") });
  } catch (fault) {
    self.postMessage({ fault: String(fault) });
  }
});
