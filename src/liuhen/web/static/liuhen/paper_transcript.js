// Questions and answers by keyboard, the usual questions by a click, places put right, and how long it has lasted.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("entered");
  const block = document.getElementById("f-questions");
  const tools = document.querySelector("[data-transcript]");
  if (!form || !block || !tools) return;
  const list = block.querySelector("[data-rows-list]");
  const empty = block.querySelector("template[data-rows-empty]");
  const said = tools.querySelector("[data-transcript-said]");
  let current = list.lastElementChild;
  const part = (row, name) => row.querySelector(`textarea[name$=".${name}"]`);
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

  // The server reads the rows by their numbers: after every change of order they are numbered anew.
  const renumber = () => [...list.children].forEach((row, at) => {
    row.setAttribute("aria-label", `问答 第 ${at + 1} 行`);
    for (const node of row.querySelectorAll("*")) {
      for (const { name, value } of [...node.attributes]) {
        const fresh = value.replaceAll(/\bquestions\.(\d+|__n__)\./g, `questions.${at}.`).replaceAll(/f-questions-(\d+|__n__)-/g, `f-questions-${at}-`);
        if (fresh !== value) node.setAttribute(name, fresh);
      }
    }
  });

  const fit = (row) => {
    if (row.querySelector(".transcript-row")) return;
    const bar = document.createElement("p");
    bar.className = "transcript-row";
    for (const [word, act] of [["更正此答", amend], ["插一问", insert], ["上移", (one) => move(one, -1)], ["下移", (one) => move(one, 1)], ["去掉", remove]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button--small", textContent: word });
      button.addEventListener("click", () => act(row));
      bar.append(button);
    }
    row.append(bar);
  };

  function insert(after, words = "") {
    const fresh = empty.content.firstElementChild?.cloneNode(true);
    if (after) after.after(fresh); else list.append(fresh);
    fit(fresh);
    renumber();
    part(fresh, "q").value = words;
    current = fresh;
    part(fresh, words ? "a" : "q").focus();
    changed();
    return fresh;
  }

  function move(row, step) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    const focused = row.contains(document.activeElement) ? document.activeElement : part(row, "q");
    if (step < 0) other.before(row); else other.after(row);
    renumber();
    focused.focus();
    said.textContent = `已移到第 ${[...list.children].indexOf(row) + 1} 问`;
    changed();
  }

  function remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if ((part(row, "q").value || part(row, "a").value) && !window.confirm("去掉这一问一答？")) return;
    if (!next) { part(row, "q").value = part(row, "a").value = ""; part(row, "q").focus(); changed(); return; }
    row.remove();
    renumber();
    current = next;
    part(next, "q").focus();
    changed();
  }

  function amend(row) {
    const rows = document.getElementById("f-amended");
    const places = rows.querySelector("[data-rows-list]");
    const blank = [...places.children].find((one) => ![...one.querySelectorAll("textarea")].some((text) => text.value));
    if (!blank) rows.querySelector("[data-rows-add]").click();
    const target = blank ?? places.lastElementChild;
    target.querySelector('[name$=".place"]').value = `第 ${[...list.children].indexOf(row) + 1} 问的回答`;
    target.querySelector('[name$=".before"]').value = part(row, "a").value;
    target.querySelector('[name$=".at"]').value = beijing();
    target.querySelector('[name$=".after"]').focus();
    changed();
  }

  block.addEventListener("focusin", (event) => { current = event.target.closest("[data-rows-list] > *") ?? current; });
  list.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-rows-list] > *");
    if (!row || event.target.tagName !== "TEXTAREA" || event.isComposing) return;
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(row, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      insert(row);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (event.target === part(row, "q")) part(row, "a").focus();
      else if (row.nextElementSibling) part(row.nextElementSibling, "q").focus();
      else insert(row);
    }
  });

  for (const ask of tools.querySelectorAll("[data-ask]")) {
    ask.addEventListener("click", () => {
      const free = current?.isConnected && !part(current, "q").value.trim() ? current : null;
      if (free) { part(free, "q").value = ask.textContent; part(free, "a").focus(); changed(); } else insert(current?.isConnected ? current : null, ask.textContent);
    });
  }

  const beijing = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 16);
  const field = (name) => form.elements[name];
  const clock = tools.querySelector("[data-clock]");
  const told = clock.querySelector("[data-clock-words]");
  const tick = () => {
    const start = field("started").value ? Date.parse(`${field("started").value}+08:00`) : NaN;
    const end = field("ended").value ? Date.parse(`${field("ended").value}+08:00`) : Date.now();
    clock.hidden = !(end >= start);
    if (clock.hidden) return;
    const seconds = Math.floor((end - start) / 1000);
    const hours = Math.floor(seconds / 3600);
    told.textContent = `${hours ? `${hours} 小时 ` : ""}${Math.floor(seconds / 60) % 60} 分 ${String(seconds % 60).padStart(2, "0")} 秒`;
  };
  for (const button of tools.querySelectorAll("[data-now]")) {
    button.addEventListener("click", () => { field(button.dataset.now).value = beijing(); said.textContent = `${button.textContent}：${beijing().slice(11)}`; tick(); changed(); });
  }
  for (const hidden of tools.querySelectorAll("[data-clock-buttons], [data-keys]")) hidden.hidden = false;
  for (const row of list.children) fit(row);
  new MutationObserver(() => { for (const row of list.children) fit(row); }).observe(list, { childList: true });
  form.addEventListener("input", tick);
  setInterval(tick, 1000);
  tick();
});
