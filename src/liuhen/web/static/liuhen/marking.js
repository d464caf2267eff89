// Marks pinned to the second that is playing: keys 1 to 9 for the shot list, o and 1 to 5 for the opening's items.
// What is not yet recorded stays in this window until it is; without a script the ordinary forms do the same.
"use strict";
(() => {
  const panel = () => document.querySelector("[data-marking]");
  const player = () => document.querySelector("[data-player]");
  const here = () => {
    const media = player();
    const last = Number(panel().dataset.ms) - 1;
    return Math.max(0, Math.min(last, Math.round((media ? media.currentTime : 0) * 1000)));
  };
  const words = (ms) => {
    const seconds = Math.floor(ms / 1000);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    const told = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
    return ms % 1000 ? `${told}.${String(ms % 1000).padStart(3, "0")}` : told;
  };
  const kept = (name) => `${location.pathname}#${name}`;
  const keep = (name, value) => { try { sessionStorage.setItem(kept(name), JSON.stringify(value)); } catch { /* a full store loses nothing that is on the page */ } };
  const found = (name) => { try { return JSON.parse(sessionStorage.getItem(kept(name))); } catch { return null; } };
  const forget = (name) => { try { sessionStorage.removeItem(kept(name)); } catch { /* nothing was kept */ } };

  // -- the shot list
  let marks = [];

  function mark(item, label, at = here(), note = "") {
    marks.push({ item, label, at, note });
    marks.sort((one, other) => one.at - other.at);
    draw();
  }

  function draw() {
    const form = document.querySelector("[data-shots]");
    const list = form.querySelector("[data-new]");
    const rows = marks.map((one, number) => {
      const row = form.querySelector("template").content.firstElementChild.cloneNode(true);
      const go = row.querySelector("[data-go]");
      go.textContent = words(one.at);
      go.dataset.seek = String(one.at / 1000);
      row.querySelector("[data-label]").textContent = one.label;
      const note = row.querySelector("input[type=text]");
      Object.assign(note, { name: `marks.${number}.note`, value: one.note });
      note.addEventListener("input", () => { one.note = note.value; keep("shots", marks); });
      Object.assign(row.querySelector("[data-what]"), { name: `marks.${number}.item`, value: one.item });
      Object.assign(row.querySelector("[data-at]"), { name: `marks.${number}.at_ms`, value: words(one.at) });
      row.querySelector("[data-undo]").addEventListener("click", () => { marks.splice(marks.indexOf(one), 1); draw(); });
      return row;
    });
    list.replaceChildren(...rows);
    keep("shots", marks);
    ready(form);
  }

  function ready(form) {
    const ticked = form.querySelectorAll("[name=absent]:checked").length;
    form.querySelector("[data-send]").disabled = !marks.length && !ticked;
    form.querySelector("[data-left]").textContent = marks.length ? `${marks.length} 处还没有记入。` : ticked ? "" : "还没有标。";
    for (const box of form.querySelectorAll("[name=absent]")) {
      const shown = marks.some((one) => one.item === box.value);
      box.disabled = shown;
      if (shown) box.checked = false;
    }
  }

  // -- the opening
  function answer(item, said, at = here()) {
    const row = document.querySelector(`[data-opening] [data-item="${item}"]`);
    row.querySelector("[data-said]").setAttribute("aria-pressed", String(said));
    row.querySelector("[data-unsaid]").setAttribute("aria-pressed", String(!said));
    row.querySelector("output").textContent = said ? words(at) : "";
    const [yes, place] = row.querySelectorAll("input[type=hidden]");
    yes.value = said ? "yes" : "no";
    place.value = said ? words(at) : "";
    row.dataset.told = JSON.stringify([said, at]);
    const rows = [...document.querySelectorAll("[data-opening] [data-item]")];
    const left = rows.filter((one) => !one.dataset.told).length;
    document.querySelector("[data-opening] [data-send]").disabled = left > 0;
    document.querySelector("[data-opening] [data-left]").textContent = left ? `还有 ${left} 项没有填。` : "";
    keep("opening", Object.fromEntries(rows.filter((one) => one.dataset.told).map((one) => [one.dataset.item, JSON.parse(one.dataset.told)])));
  }

  function start() {
    const shots = document.querySelector("[data-shots]");
    const opening = document.querySelector("[data-opening]");
    for (const form of [shots, opening]) {
      if (!form) continue;
      form.hidden = false;
      form.parentElement.querySelector("[data-plain]").hidden = true;
    }
    if (shots) {
      marks = found("shots") || [];
      draw();
      shots.addEventListener("change", () => ready(shots));
      shots.addEventListener("submit", () => forget("shots"));
    }
    if (opening) {
      for (const [item, [said, at]] of Object.entries(found("opening") || {})) answer(item, said, at);
      opening.addEventListener("submit", () => forget("opening"));
    }
  }

  document.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-shot], [data-said], [data-unsaid]");
    if (!hit || !panel()) return;
    if (hit.dataset.shot) mark(hit.dataset.shot, hit.dataset.label);
    else answer(hit.closest("[data-item]").dataset.item, hit.dataset.said !== undefined);
  });

  let opening = false;
  document.addEventListener("keydown", (event) => {
    if (!panel() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    if (event.key === "o") { opening = Boolean(document.querySelector("[data-opening]")); return; }
    const number = "123456789".indexOf(event.key);
    if (event.key.length === 1 && number >= 0) {
      const button = opening ? document.querySelectorAll("[data-said]")[number] : document.querySelectorAll("[data-shot]")[number];
      if (button) { event.preventDefault(); button.click(); }
    }
    opening = false;
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
