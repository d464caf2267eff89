// Writing down what is heard: a line begins with the time that plays, five seconds are heard again, who speaks is one key.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const part = document.querySelector("[data-dictation]");
  const text = document.getElementById("f-text");
  if (!part || !text) return;
  const player = () => part.querySelector("[data-player]");
  const said = part.querySelector("[data-dictation-said]");
  const loop = part.querySelector("[data-do=loop]");
  let from = null;

  const two = (number) => String(number).padStart(2, "0");
  const clock = (seconds) => {
    const whole = Math.floor(seconds);
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };

  function write(words) {
    text.focus();
    text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const DO = {
    stamp() {
      const before = text.value.slice(0, text.selectionStart);
      write(`${before && !before.endsWith("\n") ? "\n" : ""}[${clock(player()?.currentTime || 0)}] `);
    },
    toggle() {
      const media = player();
      if (!media) return;
      if (media.paused) media.play().catch(() => {}); else media.pause();
    },
    back() {
      const media = player();
      if (media) media.currentTime = Math.max(0, media.currentTime - 5);
    },
    loop() {
      const media = player();
      if (!media) return;
      from = from === null ? Math.max(0, media.currentTime - 5) : null;
      loop.setAttribute("aria-pressed", String(from !== null));
      said.textContent = from === null ? "" : `反复播放 ${clock(from)} 到 ${clock(from + 5)}`;
      if (from !== null) { media.currentTime = from; media.play().catch(() => {}); }
    },
  };

  const speakers = part.dataset.speakers.split("|").filter((name, at, all) => name && all.indexOf(name) === at).slice(0, 9);
  for (const [at, name] of speakers.entries()) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--small", textContent: ` ${name}` });
    button.prepend(Object.assign(document.createElement("kbd"), { textContent: `Alt+${at + 1}` }));
    button.addEventListener("click", () => write(`${name}：`));
    part.querySelector("[data-who]").append(button);
  }

  part.addEventListener("timeupdate", (event) => { if (from !== null && event.target.currentTime >= from + 5) event.target.currentTime = from; }, true);
  part.addEventListener("click", (event) => { const hit = event.target.closest("[data-do]"); if (hit) DO[hit.dataset.do](); });
  const KEYS = { F9: "toggle", F2: "back", F4: "loop", F8: "stamp" };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.altKey && "123456789".includes(event.key) && speakers[Number(event.key) - 1]) {
      event.preventDefault();
      write(`${speakers[Number(event.key) - 1]}：`);
    } else if (!event.altKey && KEYS[event.key]) {
      event.preventDefault();
      DO[KEYS[event.key]]();
    } else if (event.key === "Enter" && !event.shiftKey && event.target === text && player() && text.selectionStart === text.value.length) {
      event.preventDefault();
      DO.stamp();
    }
  });

  part.querySelector("[data-import]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    event.target.value = "";
    if (file.size > 2 * 1024 * 1024) { said.textContent = "文件太大，不像字幕文件。"; return; }
    const bytes = new Uint8Array(await file.arrayBuffer());
    let words;
    try { words = new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes); }
    catch { words = new TextDecoder("gb18030").decode(bytes); }
    if (text.value.trim() && !window.confirm("下面已经写了内容，用字幕文件的内容替换？")) return;
    text.value = words.replaceAll("\r\n", "\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    said.textContent = `已读入“${file.name}”，请核对后记入。`;
    text.focus();
  });
  part.querySelector("[data-dictation-bar]").hidden = false;
  const other = document.getElementById("f-file")?.closest(".field");
  if (other && !other.querySelector("input[type=hidden]")) other.hidden = true; // the button above does the same, to be looked over first
});
