// A recording: jump by its pictures and gaps, change speed, step by pictures, the device's own clock, and the making
// of previews followed until they are there. Without a script the page still plays.
"use strict";
(() => {
  const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4];
  const EVERY = 1500; // milliseconds between questions how far the making has come
  const find = (what) => document.querySelector(what);
  const all = (what) => [...document.querySelectorAll(what)];
  const player = () => find("[data-player]");

  const twoDigits = (number) => String(number).padStart(2, "0");
  const beijing = (seconds) => {
    const moment = new Date((seconds + 8 * 3600) * 1000);
    return [moment.getUTCHours(), moment.getUTCMinutes(), moment.getUTCSeconds()].map(twoDigits).join(":");
  };

  function seek(second) {
    const media = player();
    if (!media) return;
    const last = Number.isFinite(media.duration) ? media.duration : second;
    const go = () => { media.currentTime = Math.max(0, Math.min(second, last)); };
    if (media.readyState > 0) go(); else media.addEventListener("loadedmetadata", go, { once: true });
    if (media.readyState === 0) media.load();
  }

  function setSpeed(speed) {
    const media = player();
    if (!media) return;
    media.playbackRate = speed;
    for (const button of all("[data-speed]")) button.setAttribute("aria-pressed", String(Number(button.dataset.speed) === speed));
  }

  function step(frames) {
    const media = player();
    if (!media || !media.dataset.frame) return;
    media.pause();
    seek(media.currentTime + frames * Number(media.dataset.frame));
  }

  function toggle() {
    const media = player();
    if (media.paused) media.play().catch(() => trouble()); else media.pause();
  }

  function trouble() {
    const words = find("[data-player-trouble]");
    if (words) words.hidden = false;
  }

  // What follows the playing: the clock of the device, the picture it stands at, the wave form.
  function follow() {
    const media = player();
    if (!media) return;
    const clock = find("[data-clock]");
    if (clock) clock.textContent = beijing(Number(clock.dataset.clock) + media.currentTime);
    let current = null;
    for (const one of all(".strip [data-seek]")) {
      if (Number(one.dataset.seek) <= media.currentTime + 0.05) current = one;
    }
    for (const one of all(".strip [aria-current]")) if (one !== current) one.removeAttribute("aria-current");
    if (current && media.currentTime > 0) current.setAttribute("aria-current", "true");
    const at = find("[data-wave-at]");
    if (at && media.duration > 0) at.setAttribute("width", String(Number(at.dataset.waveAt) * media.currentTime / media.duration));
  }

  function attach() {
    const media = player();
    for (const part of all("[data-tools], [data-keys]")) part.hidden = !media;
    if (!media) return;
    media.addEventListener("error", trouble);
    for (const name of ["timeupdate", "seeked", "loadedmetadata"]) media.addEventListener(name, follow);
    follow();
  }

  document.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-seek], [data-speed], [data-step], [data-wave]");
    const media = player();
    if (!hit || !media) return;
    if (hit.dataset.seek !== undefined) seek(Number(hit.dataset.seek));
    else if (hit.dataset.speed !== undefined) setSpeed(Number(hit.dataset.speed));
    else if (hit.dataset.step !== undefined) step(Number(hit.dataset.step));
    else if (media.duration > 0) {
      const box = hit.getBoundingClientRect();
      seek(media.duration * (event.clientX - box.left) / box.width);
    }
  });

  function beside(button, by) {
    const row = all(".strip [data-seek]");
    const next = row[row.indexOf(button) + by];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest", inline: "nearest" }); }
  }

  const KEYS = {
    " ": () => toggle(),
    ArrowLeft: () => seek(player().currentTime - 5),
    ArrowRight: () => seek(player().currentTime + 5),
    ",": () => step(-1),
    ".": () => step(1),
    "-": () => setSpeed(SPEEDS[Math.max(0, SPEEDS.indexOf(player().playbackRate) - 1)]),
    "=": () => setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, SPEEDS.indexOf(player().playbackRate) + 1)]),
    0: () => setSpeed(1),
  };

  document.addEventListener("keydown", (event) => {
    if (!player() || event.ctrlKey || event.altKey || event.metaKey || !(event.key in KEYS)) return;
    const where = event.target;
    if (where.closest("input, select, textarea, [contenteditable]")) return;
    if (where.closest(".strip") && event.key.startsWith("Arrow")) {
      event.preventDefault();
      beside(where, event.key === "ArrowRight" ? 1 : -1);
      return;
    }
    if (event.key === " " && where.closest("button, a, summary")) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  // The page once more under the same look: what has come to be is put in its place, what plays goes on.
  async function renew() {
    const look = find("[data-look]");
    const answer = await fetch(`${location.pathname}?look=${encodeURIComponent(look.dataset.look)}`);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const media = player();
    const busy = media && (!media.paused || media.currentTime > 0);
    for (const part of all("[data-part]")) {
      if (busy && part.dataset.part === "stage") {
        const strip = fresh.querySelector("[data-part=stage] .strip");
        if (strip && !find(".strip")) part.append(strip);
      } else {
        part.replaceWith(fresh.querySelector(`[data-part=${part.dataset.part}]`));
      }
    }
    for (const name of ["[data-seek]"]) for (const one of all(name)) one.disabled = !player();
    attach();
    watch();
  }

  function watch() {
    const making = find("[data-making]");
    if (!making) return;
    const part = { name: null };
    const ask = async () => {
      if (!making.isConnected) return;
      if (!document.hidden) {
        try {
          const answer = await fetch(making.dataset.making);
          const told = answer.ok ? await answer.json() : null;
          if (told) {
            part.name ??= told.part;
            if (told.complete || told.state === "failed" || told.part !== part.name) { await renew(); return; }
            show(told);
          }
        } catch { /* the network may come back */ }
      }
      setTimeout(ask, EVERY);
    };
    setTimeout(ask, 300);
  }

  function show(told) {
    find("[data-making-bar]").value = told.percent;
    find("[data-making-words]").textContent = told.state === "working" ? `${told.percent}%` : "等待制作";
    const begin = find("[data-making-begin]");
    if (begin && told.state === "working") begin.remove();
  }

  document.addEventListener("DOMContentLoaded", () => {
    attach();
    watch();
    const second = Number(new URLSearchParams(location.search).get("t"));
    if (second > 0) seek(second);
  });
})();
