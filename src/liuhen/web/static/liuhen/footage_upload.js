// 音像上传: a queue of files, two of them on their way at a time; each that has come is taken into the footage room.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const AT_ONCE = 2;
  const form = document.getElementById("bring");
  const find = (name) => document.querySelector(`[data-${name}]`);
  const list = find("list");
  const told = { uploads: form.dataset.uploads, hashing: form.dataset.hashing, person: form.dataset.person };
  const token = () => form.elements.csrfmiddlewaretoken.value;
  const queue = [];  // {file, device, row, state: waiting | going | paused | stopped | taking | done, going}

  function add(files) {
    for (const file of files) {
      if (queue.some((one) => one.state !== "done" && one.file.name === file.name && one.file.size === file.size && one.file.lastModified === file.lastModified)) continue;
      const row = find("row").content.cloneNode(true).firstElementChild;
      row.querySelector(".bringing__name").textContent = file.webkitRelativePath || file.name;
      row.querySelector("progress").setAttribute("aria-label", `上传“${file.name}”的进度`);
      for (const [name, word] of [["pause", "暂停"], ["drop-one", "不传了"]]) row.querySelector(`[data-${name}]`).setAttribute("aria-label", `${word}：${file.name}`);
      list.append(row);
      leave([...find("broken-list").children].find((each) => each.dataset.same === `${file.size} ${file.name}`));
      const one = { file, device: form.elements.device.value, row, state: "waiting", going: null };
      row.querySelector("[data-pause]").addEventListener("click", () => (["going", "waiting"].includes(one.state) ? pause(one) : again(one)));
      row.querySelector("[data-drop-one]").addEventListener("click", () => drop(one));
      queue.push(one);
      say(one, `排队中（${Bringing.size(file.size)}）`);
    }
    find("going").hidden = queue.length === 0;
    next();
  }

  // What goes on below is not listed above as broken off.
  function leave(row) {
    row?.remove();
    find("broken").hidden = !find("broken-list").children.length;
  }

  function say(one, text, wrong) {
    const line = one.row.querySelector("[data-line]");
    line.textContent = text;
    line.classList.toggle("red", Boolean(wrong));
    const button = one.row.querySelector("[data-pause]");
    const word = ["going", "waiting"].includes(one.state) ? "暂停" : "继续";
    button.textContent = word;
    button.setAttribute("aria-label", `${word}：${one.file.name}`);
    total();
  }

  function total() {
    const of = (...states) => queue.filter((one) => states.includes(one.state)).length;
    const parts = [`共 ${queue.length} 个`, `已收入 ${of("done")} 个`];
    if (of("stopped")) parts.push(`没有传完 ${of("stopped")} 个`);
    find("total").textContent = parts.join("，");
  }

  function next() {
    while (queue.filter((one) => one.state === "going" || one.state === "taking").length < AT_ONCE) {
      const one = queue.find((each) => each.state === "waiting");
      if (!one) break;
      start(one);
    }
    total();
  }

  function start(one) {
    one.state = "going";
    one.going ??= new Bringing(one.file, told, {
      sent(bytes, rate, left) {
        one.row.querySelector("progress").value = (bytes / one.file.size) * 100;
        say(one, Bringing.line(one.file, bytes, rate, left));
      },
      waiting: (said) => say(one, said),
      checking: (part) => say(one, `已全部送到，正在核对：${Math.floor(part * 100)}%`),
      stopped(said) {
        one.state = "stopped";
        say(one, said, true);
        next();
      },
      done: (taken) => takeIn(one, taken.sha256),
    });
    say(one, "准备中……");
    one.going.go();
  }

  function pause(one) {
    one.state = "paused";
    one.going?.pause();
    say(one, "已暂停");
    next();
  }

  function again(one) {
    if (one.sha256) { takeIn(one, one.sha256); return; }
    one.state = "waiting";
    say(one, "排队中");
    next();
  }

  function drop(one) {
    one.going?.drop();
    one.row.remove();
    queue.splice(queue.indexOf(one), 1);
    find("going").hidden = queue.length === 0;
    next();
  }

  async function takeIn(one, sha256) {
    one.state = "taking";
    one.sha256 = sha256;
    say(one, "已送到并核对无误，正在收入音像库……");
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(), sha256, device: one.device, modified: one.file.lastModified });
    try {
      const answer = await fetch(location.pathname, { method: "POST", body, redirect: "manual" });
      const read = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
      if (!read || read.wrong) throw new Error(read?.wrong || "登录已经失效，或者页面放得太久。请刷新后再选同一个文件。");
      one.state = "done";
      one.row.classList.add("bringing__row--done");
      say(one, read.known ? `此前已经收过：${read.known}` : `已收入音像库第 ${read.number} 条；开始时间 ${read.started}`);
    } catch (fault) {
      one.state = "stopped";
      say(one, fault instanceof TypeError ? "连不上服务器。文件已经送到，恢复后点“继续”即可收入。" : fault.message, true);
    }
    next();
  }

  for (const field of document.querySelectorAll("[data-files]")) {
    field.addEventListener("change", () => { add([...field.files]); field.value = ""; });
  }
  const zone = find("drop");
  for (const kind of ["dragover", "dragenter"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("drop--over"); });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("drop--over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    add(entries.length ? (await Promise.all(entries.map(within))).flat() : [...event.dataTransfer.files]);
  });

  // The files of a folder and of the folders in it, those that begin with a dot apart.
  async function within(entry) {
    if (entry.name.startsWith(".")) return [];
    if (entry.isFile) return [await new Promise((done, failed) => { entry.file(done, failed); })];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, failed) => { reader.readEntries(done, failed); });
      if (!some.length) break;
      found.push(...some);
    }
    return (await Promise.all(found.map(within))).flat();
  }

  find("all-pause").addEventListener("click", () => { for (const one of [...queue]) if (["going", "waiting"].includes(one.state)) pause(one); });
  find("all-go").addEventListener("click", () => { for (const one of [...queue]) if (["paused", "stopped"].includes(one.state)) again(one); });
  window.addEventListener("beforeunload", (event) => {
    if (queue.some((one) => ["going", "waiting", "taking"].includes(one.state))) event.preventDefault();
  });

  fetch(told.uploads).then((answer) => (answer.ok ? answer.json() : { uploads: [] })).then(({ uploads }) => {
    for (const one of uploads) {
      const row = document.createElement("li");
      row.className = "bringing__row";
      row.dataset.same = `${one.size} ${one.name}`;
      const text = row.appendChild(Object.assign(document.createElement("div"), { className: "bringing__text" }));
      text.append(Object.assign(document.createElement("strong"), { className: "bringing__name", textContent: one.name }));
      text.append(Object.assign(document.createElement("span"), { className: "list__second", textContent: `已传 ${Bringing.size(one.offset)}，共 ${Bringing.size(one.size)}` }));
      const box = row.appendChild(Object.assign(document.createElement("div"), { className: "bringing__do" }));
      const button = box.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: "不传了" }));
      button.setAttribute("aria-label", `不传了：${one.name}`);
      button.addEventListener("click", async () => {
        const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token() };
        const answer = await fetch(one.address, { method: "DELETE", headers }).catch(() => null);
        if (answer?.ok || answer?.status === 404) leave(row);
        else button.textContent = "没有取消，再试";
      });
      find("broken-list").append(row);
    }
    find("broken").hidden = uploads.length === 0;
  }).catch(() => {});
});
