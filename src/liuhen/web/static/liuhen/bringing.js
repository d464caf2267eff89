// 断点续传: carries one file to the server in pieces, over breaks of the network and reloads of the page, and has the
// server compare what arrived with what was read here. Whoever uses it hears how far it is and what became of it.
"use strict";
(() => {
  const CHUNK = 16 * 1024 * 1024;
  const PAUSES = [0, 500, 1000, 2000, 5000, 10000, ...Array(400).fill(15000)];  // an hour and more without a network
  const AGAIN = [409, 423, 460];  // another connection is at it, or a piece did not arrive as it was sent
  const POLL = 1000;
  const WINDOW = 10000;  // milliseconds over which the rate is taken
  const FULL = 507;
  const OVER = "登录已经失效。请在另一个标签页重新登录，再点“继续”，会从断开的地方接着传。";

  const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const wait = (time) => new Promise((done) => { setTimeout(done, time); });

  function hashed(file, address) {
    return new Promise((done, failed) => {
      const worker = new Worker(address);
      worker.addEventListener("message", ({ data }) => {
        if (data.sha256) done(data.sha256);
        else if (data.fault) failed(new Error("读不出这个文件：可能已经移动、改动，或者存储卡已经拔出。"));
        if (data.sha256 || data.fault) worker.terminate();
      });
      worker.addEventListener("error", () => failed(new Error("浏览器没有算出校验值，请换一个浏览器，或者刷新后再试。")));
      worker.postMessage(file);
    });
  }

  function words(error) {
    const answer = error.originalResponse;
    const status = answer?.getStatus() ?? 0;
    if (status === 401) return OVER;
    if (status === 403) return "没有收下：没有上传权限，或者页面放得太久。请刷新后再选同一个文件，会接着传。";
    if (status === 0) return "连不上服务器。网络恢复后点“继续”，会从断开的地方接着传。";
    return answer.getBody() || `服务器没有收下（${status}）。`;
  }

  // In: file; told {uploads, hashing, person}; hears {sent(bytes, rate, left), waiting(words), checking(part),
  // done({sha256, name, size}), stopped(words)}. Out: go(), pause(), drop(); `paused`.
  class Bringing {
    constructor(file, told, hears) {
      Object.assign(this, { file, told, hears, paused: false, over: false, marks: [] });
      this.digest = null;
      this.mark = ["liuhen", told.person, file.name, file.size, file.lastModified].join(":");
    }

    async go() {
      if (this.over) return;
      this.paused = false;
      this.marks = [];
      this.digest ??= hashed(this.file, this.told.hashing);
      this.digest.catch((fault) => { this.digest = null; this.halt(fault.message); });
      if (!this.upload) {
        this.upload = this.made();
        const before = await this.upload.findPreviousUploads();
        if (before.length) this.upload.resumeFromPreviousUpload(before[0]);
      }
      if (!this.paused) this.upload.start();
    }

    pause() {
      this.paused = true;
      this.upload?.abort();
    }

    async drop() {
      this.over = true;
      try {
        await this.upload?.abort(true);
        await this.forget();
      } catch {
        // what is not given up now is given up by its time
      }
    }

    made() {
      const { file, told } = this;
      return new tus.Upload(file, {
        endpoint: new URL(told.uploads, location.href).href,
        chunkSize: CHUNK,
        retryDelays: PAUSES,
        metadata: { filename: file.name, filetype: file.type, digest: "later" },
        fingerprint: async () => this.mark,
        onBeforeRequest: (request) => request.setHeader("X-CSRFToken", cookie("csrftoken")),
        onShouldRetry: (error) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          const again = !this.paused && (status < 400 || (status >= 500 && status !== FULL) || AGAIN.includes(status));
          if (again) this.hears.waiting(status === 0 ? "网络断了，恢复后会自动接着传。" : "服务器暂时没有收下，稍后自动再试。");
          return again;
        },
        onProgress: (sent) => this.sent(sent),
        onError: (error) => this.halt(words(error)),
        onSuccess: () => this.settle(),
      });
    }

    sent(bytes) {
      const now = performance.now();
      this.marks.push([now, bytes]);
      while (this.marks.length > 2 && now - this.marks[0][0] > WINDOW) this.marks.shift();
      const [[then, before]] = this.marks;
      const rate = now > then ? ((bytes - before) * 1000) / (now - then) : 0;
      this.hears.sent(bytes, rate, rate ? (this.file.size - bytes) / rate : null);
    }

    async settle() {
      try {
        const sha256 = await this.digest;
        let told = await this.asked(new URLSearchParams({ sha256 }));
        while (told.state === "checking") {
          this.hears.checking(told.checked / told.size);
          await wait(POLL);
          told = await this.asked();
        }
        if (told.state !== "done") throw new Error(told.trouble || "服务器没有核对完，请点“继续”再试。");
        this.over = true;
        await this.forget();
        this.hears.done({ sha256: told.sha256, name: told.name, size: told.size });
      } catch (fault) {
        this.halt(fault instanceof TypeError ? "连不上服务器。网络恢复后点“继续”。" : fault.message);
      }
    }

    // Only now: a page that was closed before the check would otherwise send the whole file once more.
    async forget() {
      const kept = tus.defaultOptions.urlStorage;
      for (const one of await kept.findUploadsByFingerprint(this.mark)) await kept.removeUpload(one.urlStorageKey);
    }

    async asked(body) {
      const answer = await fetch(`${this.upload.url}/state`, {
        method: body ? "POST" : "GET", body, headers: { "X-CSRFToken": cookie("csrftoken") },
      });
      if (answer.status === 401) throw new Error(OVER);
      if (!answer.ok) throw new Error((await answer.text()) || `服务器没有收下（${answer.status}）。`);
      return answer.json();
    }

    halt(said) {
      this.paused = true;
      this.upload?.abort();
      this.hears.stopped(said, false);
    }
  }

  Bringing.size = (octets) => octets < 1e6 ? `${(octets / 1e3).toFixed(1)} KB` : octets < 1e9 ? `${(octets / 1e6).toFixed(1)} MB` : `${(octets / 1e9).toFixed(2)} GB`;
  Bringing.span = (seconds) => {
    if (seconds === null || !Number.isFinite(seconds)) return "";
    const whole = Math.ceil(seconds);
    if (whole < 60) return `约剩 ${whole} 秒`;
    return whole < 3600 ? `约剩 ${Math.ceil(whole / 60)} 分钟` : `约剩 ${Math.floor(whole / 3600)} 小时 ${Math.ceil((whole % 3600) / 60)} 分钟`;
  };
  Bringing.line = (file, bytes, rate, left) => [
    `${Math.floor((bytes / file.size) * 100)}%（${Bringing.size(bytes)} / ${Bringing.size(file.size)}）`,
    rate ? `每秒 ${Bringing.size(rate)}` : "", Bringing.span(left),
  ].filter(Boolean).join("，");
  window.Bringing = Bringing;
})();
