// Rows that can be added, fields that only some choices call for, files that travel while one goes on typing, a form
// that is sent once.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  for (const rows of document.querySelectorAll("[data-rows]")) {
    const list = rows.querySelector("[data-rows-list]");
    const empty = rows.querySelector("template[data-rows-empty]");
    rows.querySelector("[data-rows-add]").addEventListener("click", (event) => {
      event.preventDefault();
      const index = list.children.length;
      const fresh = empty.content.cloneNode(true);
      for (const part of fresh.querySelectorAll("*")) {
        for (const { name, value } of [...part.attributes]) {
          if (value.includes("__n__")) part.setAttribute(name, value.replaceAll("__n__", index));
          else if (value.includes("__row__")) part.setAttribute(name, value.replaceAll("__row__", index + 1));
        }
      }
      list.append(fresh);
      list.lastElementChild.querySelector("input, textarea, select")?.focus();
    });
  }

  // Without a script every field is shown, and what the choice does not call for is refused by name.
  for (const part of document.querySelectorAll("form [data-when]")) {
    const form = part.closest("form");
    const [name, values] = part.dataset.when.split("=");
    const fit = () => {
      part.hidden = !values.split(" ").includes(form.elements[name]?.value ?? "");
      for (const field of part.querySelectorAll("input, select, textarea, button")) field.disabled = part.hidden;
    };
    form.addEventListener("change", (event) => { if (event.target.name === name) fit(); });
    fit();
  }

  for (const form of document.querySelectorAll("form[data-once]")) {
    const status = form.querySelector("[data-progress]");
    const say = (text) => { if (status) { status.classList.remove("unseen"); status.textContent = text; } };
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      if (form.dataset.travelling) {  // the file is still on its way: the form follows it by itself
        event.preventDefault();
        form.dataset.waiting = "yes";
        form.waitingFor = event.submitter;
        form.goOn?.();
        return;
      }
      form.dataset.sent = "yes";
      for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
      say("正在记入……");
    });
    window.addEventListener("pageshow", () => {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    });
    for (const field of form.querySelectorAll("input[type=file]")) {
      field.addEventListener("change", () => { if (field.files.length === 1) travel(form, field, say); });
    }
  }

  // Sends a chosen file at once and shows how far it is; where that fails, the form itself takes the file along.
  function travel(form, field, say) {
    if (form.dataset.uploads && window.Bringing && window.tus) bring(form, field, say);
    else sendWhole(form, field, say);
  }

  // In pieces, over breaks of the network: the field then names what the server has, as it does for a whole file.
  function bring(form, field, say) {
    const file = field.files[0];
    const box = field.closest(".file");
    box.querySelector("[data-travel-box]")?.remove();
    const shown = box.appendChild(document.createElement("span"));
    shown.dataset.travelBox = "";
    const bar = shown.appendChild(Object.assign(document.createElement("progress"), { className: "progress", max: 100, value: 0 }));
    bar.setAttribute("aria-label", `上传“${file.name}”的进度`);
    const line = shown.appendChild(Object.assign(document.createElement("span"), { className: "list__second" }));
    line.dataset.fileLine = "";
    const button = shown.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: "暂停" }));
    const own = String(Math.random());
    form.dataset.travelling = field.dataset.travel = own;
    const mine = () => field.dataset.travel === own;
    const tell = (text, wrong) => { if (mine()) { line.textContent = text; line.classList.toggle("red", Boolean(wrong)); } };
    const { uploads, hashing, person } = form.dataset;
    const going = new Bringing(file, { uploads, hashing, person }, {
      sent(bytes, rate, left) {
        bar.value = (bytes / file.size) * 100;
        tell(`正在上传“${file.name}”：${Bringing.line(file, bytes, rate, left)}`);
      },
      waiting: (said) => tell(`“${file.name}”：${said}`),
      checking: (part) => tell(`“${file.name}”已全部送到，正在核对：${Math.floor(part * 100)}%`),
      stopped(said) {
        if (!mine()) return;
        tell(`“${file.name}”没有传完。${said}`, true);
        button.textContent = "继续";
        delete form.dataset.waiting;
        delete form.dataset.travelling;  // whoever sends the form now sends the file along, as without a script
        say("");
      },
      done(taken) {
        if (!mine()) return;
        delete form.dataset.travelling;
        bar.remove();
        button.remove();
        received(form, box, field, taken);
        tell(`已经收到“${taken.name}”（${size(file.size)}），不必再选；要换一个文件时再选。`);
        if (form.dataset.waiting) form.requestSubmit(form.waitingFor);
        else say("");
        delete form.dataset.waiting;
      },
    });
    const goOn = () => {
      if (!mine() || !going.paused) return;
      button.textContent = "暂停";
      form.dataset.travelling = own;
      going.go();
    };
    button.addEventListener("click", () => {
      if (going.paused) { goOn(); return; }
      going.pause();
      button.textContent = "继续";
      tell(`“${file.name}”已暂停。`);
    });
    form.goOn = goOn;
    going.go();
  }

  function sendWhole(form, field, say) {
    const file = field.files[0];
    const box = field.closest(".file");
    const bar = box.querySelector("progress") ?? box.appendChild(document.createElement("progress"));
    const line = box.querySelector("[data-file-line]") ?? box.appendChild(document.createElement("span"));
    line.dataset.fileLine = "";
    line.className = "list__second";
    bar.className = "progress";
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `上传“${file.name}”的进度`);
    const told = new FormData();
    for (const name of ["csrfmiddlewaretoken", "typed_by", "key", "expect", "corrects"]) {
      const known = form.elements[name];
      if (known) told.append(name, known.value);
    }
    told.append("file-of", field.name);
    told.append(field.name, file);
    const request = new XMLHttpRequest();
    const own = String(Math.random());
    form.dataset.travelling = field.dataset.travel = own;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const part = Math.floor((event.loaded / event.total) * 100);
      bar.value = part;
      line.textContent = part < 100 ? `正在上传“${file.name}”：${part}%（${size(event.loaded)} / ${size(event.total)}）`
        : `“${file.name}”已全部送到，正在计算校验值……`;
    });
    request.addEventListener("loadend", () => {
      if (field.dataset.travel !== own) return;  // another file was chosen meanwhile
      delete form.dataset.travelling;
      const taken = request.status === 200 ? JSON.parse(request.responseText) : null;
      bar.remove();
      if (taken?.sha256) {
        received(form, box, field, taken);
        line.textContent = `已经收到“${taken.name}”（${size(file.size)}），不必再选；要换一个文件时再选。`;
      } else if (taken?.wrong) {
        line.textContent = taken.wrong;
        line.classList.add("red");
        field.value = "";
      } else {
        line.textContent = `“${file.name}”没有单独传上，提交时会随表单一起上传。`;
      }
      if (form.dataset.waiting && !taken?.wrong) form.requestSubmit(form.waitingFor);
      else say("");
      delete form.dataset.waiting;
    });
    request.open("POST", form.action);
    request.send(told);
  }

  function received(form, box, field, taken) {
    for (const old of box.querySelectorAll("input[type=hidden]")) old.remove();
    for (const [name, value] of [[field.name, taken.sha256], [`${field.name}-name`, taken.name]]) {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name, value });
      box.append(hidden);
    }
    field.value = "";
    field.required = false;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function size(octets) {
    return octets < 1e6 ? `${(octets / 1e3).toFixed(1)} KB` : octets < 1e9 ? `${(octets / 1e6).toFixed(1)} MB` : `${(octets / 1e9).toFixed(1)} GB`;
  }
});
