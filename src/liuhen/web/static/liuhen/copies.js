// The editor of a copy: take start and end from the player, draw boxes over the picture, follow them through time,
// mute stretches, see and hear the plan before anything is made. Without a script clips and stills can still be asked for.
"use strict";
(() => {
  const WHOLE = 10000; // boxes are placed in ten-thousandths of the picture
  const STEP = 100;
  const SMALL = 200;
  const SHOWN = 12; // keys of a box that are shown one by one
  const EVERY = 1000; // milliseconds between questions how far a making has come
  const find = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const clamp = (number, least, most) => Math.max(least, Math.min(most, number));

  const words = (ms) => {
    const two = (number) => String(number).padStart(2, "0");
    const seconds = Math.floor(ms / 1000);
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    const told = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
    return ms % 1000 ? `${told}.${String(ms % 1000).padStart(3, "0")}` : told;
  };
  const milliseconds = (text) => {
    const found = /^(?:(\d+):)?(?:(\d+):)?(\d+)(?:\.(\d{1,3}))?$/.exec(text.trim().replaceAll("：", ":"));
    if (!found) return null;
    const [, first, second, last, rest] = found;
    const [hours, minutes] = second === undefined ? [0, Number(first || 0)] : [Number(first), Number(second)];
    return ((hours * 60 + minutes) * 60 + Number(last)) * 1000 + Number((rest || "").padEnd(3, "0"));
  };

  // -- how far a making has come
  function watch() {
    const making = find("[data-copy-making]");
    if (!making) return;
    const ask = async () => {
      try {
        const answer = document.hidden ? null : await fetch(making.dataset.copyMaking);
        if (answer && answer.status === 404) { location.reload(); return; }
        const told = answer && answer.ok ? await answer.json() : null;
        if (told && (told.state === "made" || told.state === "failed")) { location.reload(); return; }
        if (told) {
          find("[data-bar]", making).value = told.percent;
          find("[data-words]", making).textContent = told.state === "working" ? `${told.percent}%` : "等待制作";
        }
      } catch { /* the network may come back */ }
      setTimeout(ask, EVERY);
    };
    setTimeout(ask, 300);
  }

  // -- the editor
  const form = () => find("[data-copy]");
  const media = () => find("[data-media]");
  const plays = () => media() instanceof HTMLMediaElement;
  const length = () => Number(form().dataset.ms);
  const what = () => (find("[name=what]:checked", form()) || {}).value;
  const now = () => (plays() ? Math.min(length(), Math.round(media().currentTime * 1000)) : 0);
  const field = (name) => find(`[name=${name}]`, form());
  let boxes = [];
  let mutes = [];
  let picked = null;
  let asked = null; // the box that is being followed
  let trying = null;
  const doubtful = new Set(); // boxes that a machine proposed and was not sure of

  const kept = () => `${location.pathname}#copy`;
  const keep = () => {
    const told = { boxes, mutes, what: what(), start: (field("start") || {}).value, end: (field("end") || {}).value };
    try { sessionStorage.setItem(kept(), JSON.stringify(told)); } catch { /* what is on the page is not lost by that */ }
  };
  const stored = () => { try { return JSON.parse(sessionStorage.getItem(kept())); } catch { return null; } };

  const startMs = () => (field("start") ? milliseconds(field("start").value || "0") ?? 0 : 0);
  const endMs = () => {
    if (what() === "still") return startMs() + 1;
    return field("end") ? milliseconds(field("end").value || "") ?? length() : 0;
  };

  function place(box, at) {
    const keys = box.keys;
    const after = keys.findIndex((key) => key.at_ms > at);
    const last = keys[after < 0 ? keys.length - 1 : after];
    const first = keys[after < 0 ? keys.length - 1 : Math.max(0, after - 1)];
    const span = last.at_ms - first.at_ms;
    const share = span ? clamp((at - first.at_ms) / span, 0, 1) : 0;
    const mix = (name) => first[name] + (last[name] - first[name]) * share;
    return { x: mix("x"), y: mix("y"), width: mix("width"), height: mix("height") };
  }

  function put(box, shape) {
    const width = clamp(Math.round(shape.width), SMALL, WHOLE);
    const height = clamp(Math.round(shape.height), SMALL, WHOLE);
    const x = clamp(Math.round(shape.x), 0, WHOLE - width);
    const y = clamp(Math.round(shape.y), 0, WHOLE - height);
    const at = clamp(now(), box.from_ms, box.to_ms);
    const key = { at_ms: at, x, y, width, height };
    box.keys = [...box.keys.filter((one) => one.at_ms !== at), key].sort((one, other) => one.at_ms - other.at_ms);
  }

  function addBox(shape) {
    const from = what() === "still" ? startMs() : now();
    const box = { from_ms: from, to_ms: Math.max(from, endMs() || length()), how: "opaque", keys: [] };
    if (what() === "still" && plays()) media().currentTime = from / 1000;
    boxes.push(box);
    picked = box;
    put(box, shape || { x: 4000, y: 3500, width: 2000, height: 2500 });
    draw();
    const shown = all("[data-boxes] .copy__box").at(-1);
    if (shown) shown.focus();
  }

  function drawBoxes() {
    const layer = find("[data-boxes]");
    if (!layer) return;
    const at = now();
    const shown = what() === "clip" ? [] : boxes.filter((box) => !plays() || (at >= box.from_ms && at <= box.to_ms));
    while (layer.children.length > shown.length) layer.lastChild.remove();
    shown.forEach((box, number) => {
      const element = layer.children[number] || boxElement(layer);
      element.box = box;
      element.dataset.how = box.how;
      element.setAttribute("aria-pressed", String(box === picked));
      const name = `框 ${boxes.indexOf(box) + 1}`;
      element.setAttribute("aria-label", `遮盖${name}，方向键移动，Shift 加方向键改大小`);
      element.firstChild.textContent = name;
      const shape = place(box, at);
      for (const [side, value] of [["left", shape.x], ["top", shape.y], ["width", shape.width], ["height", shape.height]]) {
        element.style[side] = `${value / 100}%`;
      }
    });
  }

  function boxElement(layer) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "copy__box";
    element.append(document.createElement("span"), document.createElement("i"));
    layer.append(element);
    return element;
  }

  function drawTracks() {
    const line = find("[data-tracks]");
    if (!line) return;
    const bar = (kind, from, to) => {
      const one = document.createElement("i");
      one.className = kind;
      one.style.left = `${(100 * from) / length()}%`;
      one.style.width = `${(100 * Math.max(0, Math.min(to, length()) - from)) / length()}%`;
      return one;
    };
    const bars = [bar("is-span", startMs(), endMs())];
    if (what() !== "clip") bars.push(...boxes.map((box) => bar("is-box", box.from_ms, box.to_ms)));
    if (what() === "masked") bars.push(...mutes.map((mute) => bar("is-mute", mute.from_ms, mute.to_ms)));
    line.replaceChildren(...bars);
  }

  function rowTimes(row, one) {
    for (const [hook, name] of [["[data-from]", "from_ms"], ["[data-to]", "to_ms"]]) {
      const input = find(hook, row);
      input.value = words(one[name]);
      input.addEventListener("change", () => {
        const ms = milliseconds(input.value);
        input.dataset.wrong = String(ms === null);
        if (ms === null) return;
        one[name] = Math.min(ms, length());
        if (one.keys) one.keys = trimmed(one);
        draw();
      });
    }
    const how = find("[data-how]", row);
    how.value = one.how;
    how.addEventListener("change", () => { one.how = how.value; draw(); });
  }

  function trimmed(box) {
    const inside = box.keys.filter((key) => key.at_ms >= box.from_ms && key.at_ms <= box.to_ms);
    return inside.length ? inside : [{ ...place(box, box.from_ms), at_ms: box.from_ms }].map(rounded);
  }
  const rounded = (key) => Object.fromEntries(Object.entries(key).map(([name, value]) => [name, Math.round(value)]));

  function drawList(listName, rowName, ones, fill) {
    const list = find(listName);
    if (!list) return;
    const typing = list.contains(document.activeElement) && document.activeElement.matches("input");
    if (typing && list.children.length === ones.length) return;
    list.replaceChildren(...ones.map((one, number) => {
      const row = find(rowName).content.firstElementChild.cloneNode(true);
      rowTimes(row, one);
      fill(row, one, number);
      return row;
    }));
  }

  function draw() {
    drawBoxes();
    drawTracks();
    drawList("[data-box-list]", "[data-box-row]", boxes, (row, box, number) => {
      row.classList.toggle("is-picked", box === picked);
      const pick = find("[data-pick]", row);
      pick.textContent = `框 ${number + 1}`;
      pick.addEventListener("click", () => { picked = box; seek(clamp(now(), box.from_ms, box.to_ms)); draw(); });
      find("[data-drop]", row).addEventListener("click", () => dropBox(box));
      find("[data-from]", row).parentElement.hidden = !plays();
      if (plays() && box.keys.length > 1) find("[data-keys]", row).append(...keysOf(box));
      find("[data-found]", row).append(...tagsOf(box));
    });
    drawList("[data-mute-list]", "[data-mute-row]", mutes, (row, mute) => {
      find("[data-drop]", row).addEventListener("click", () => { mutes.splice(mutes.indexOf(mute), 1); draw(); });
    });
    field("boxes").value = JSON.stringify(boxes);
    field("mutes").value = JSON.stringify(mutes);
    keep();
  }

  function keyButton(box, key) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small";
    button.textContent = `◆ ${words(key.at_ms)}`;
    button.title = "跳到这个关键位置；双击去掉它";
    button.addEventListener("click", () => { picked = box; seek(key.at_ms); });
    button.addEventListener("dblclick", () => {
      if (box.keys.length > 1) { box.keys = box.keys.filter((one) => one !== key); draw(); }
    });
    return button;
  }

  // Many keys, as a machine makes them, are walked through; few are shown one by one.
  function keysOf(box) {
    if (box.keys.length <= SHOWN) return box.keys.map((key) => keyButton(box, key));
    const told = document.createElement("span");
    told.textContent = `${box.keys.length} 个关键位置`;
    const steps = [["上一处", -1], ["下一处", 1]].map(([name, way]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--small";
      button.textContent = name;
      button.addEventListener("click", () => {
        const at = now();
        const next = way > 0 ? box.keys.find((key) => key.at_ms > at + 1) : box.keys.findLast((key) => key.at_ms < at - 1);
        if (next) { picked = box; seek(next.at_ms); }
      });
      return button;
    });
    return [told, ...steps];
  }

  function tagsOf(box) {
    const tag = (words, kind) => {
      const one = document.createElement("span");
      one.className = kind ? `tag tag--${kind}` : "tag";
      one.textContent = words;
      return one;
    };
    const tags = { follow: [tag("跟踪")], faces: [tag("人脸")] }[box.found] || [];
    return doubtful.has(box) ? [...tags, tag("没有把握", "amber")] : tags;
  }

  // -- what a machine finds
  function search(kind) {
    const say = (words) => {
      find("[data-search]").hidden = false;
      find("[data-search-words]").textContent = words;
    };
    if (kind === "follow" && !picked) { say("请先在画面上画出或者选中一个框，再跟踪。"); return; }
    if (plays()) media().pause();
    const [from, to] = kind === "follow" ? [picked.from_ms, picked.to_ms] : stretch();
    const at = clamp(now(), from, to);
    const start = kind === "follow" ? { ...rounded(place(picked, at)), at_ms: at } : null;
    const detail = { what: kind, from_ms: from, to_ms: Math.min(to, length()), start };
    form().dispatchEvent(new CustomEvent("copy-search", { bubbles: true, detail }));
    asked = picked;
  }
  const stretch = () => (plays() ? [startMs(), Math.max(startMs() + 1, endMs())] : [0, 0]);

  function takeOver({ search: done, found }) {
    const known = new Set(boxes.map((box) => JSON.stringify(box.keys)));
    const how = done.what === "follow" && asked ? asked.how : "opaque";
    const fresh = found.boxes.map((box) => ({ ...box, how }));
    found.doubtful.forEach((number) => doubtful.add(fresh[number]));
    if (done.what === "follow" && asked) boxes = boxes.filter((box) => box !== asked);
    boxes.push(...fresh.filter((box) => !known.has(JSON.stringify(box.keys))));
    picked = fresh[0] && boxes.includes(fresh[0]) ? fresh[0] : null;
    draw();
  }

  function dropBox(box) {
    boxes = boxes.filter((one) => one !== box);
    if (picked === box) picked = null;
    draw();
  }

  function seek(ms) {
    if (!plays()) return;
    const element = media();
    const go = () => { element.currentTime = ms / 1000; };
    if (element.readyState > 0) go(); else { element.addEventListener("loadedmetadata", go, { once: true }); element.load(); }
  }

  // What the player is at: its place on the line, boxes where they are then, sound as the plan has it.
  function follow() {
    const at = now();
    const line = find("[data-seek]");
    if (line && document.activeElement !== line) line.value = String(at);
    const told = find("[data-now]");
    if (told) told.textContent = words(Math.floor(at / 100) * 100);
    drawBoxes();
    media().muted = what() === "masked" && mutes.some((mute) => at >= mute.from_ms && at < mute.to_ms);
    if (trying && at >= trying) { media().pause(); trying = null; }
  }

  function run() {
    follow();
    if (!media().paused) requestAnimationFrame(run);
  }

  // -- drawing by pointer
  function shapeOf(event, layer) {
    const frame = layer.getBoundingClientRect();
    return [WHOLE * (event.clientX - frame.left) / frame.width, WHOLE * (event.clientY - frame.top) / frame.height];
  }

  function pointing(layer) {
    layer.addEventListener("pointerdown", (event) => {
      if (what() === "clip" || event.button > 0) return;
      const element = event.target.closest(".copy__box");
      const [fromX, fromY] = shapeOf(event, layer);
      if (plays()) media().pause();
      event.preventDefault();
      layer.setPointerCapture(event.pointerId);
      let box = element ? element.box : null;
      const before = box ? place(box, now()) : { x: fromX, y: fromY, width: 0, height: 0 };
      const sizing = !box || event.target.matches("i");
      if (box) { picked = box; element.focus(); draw(); }
      const move = (moved) => {
        const [x, y] = shapeOf(moved, layer);
        const [right, down] = [x - fromX, y - fromY];
        if (!box) {
          if (Math.abs(right) < SMALL || Math.abs(down) < SMALL) return;
          addBox({ x: Math.min(fromX, x), y: Math.min(fromY, y), width: Math.abs(right), height: Math.abs(down) });
          box = picked;
          return;
        }
        if (!element) put(box, { x: Math.min(fromX, x), y: Math.min(fromY, y), width: Math.abs(right), height: Math.abs(down) });
        else if (sizing) put(box, { ...before, width: before.width + right, height: before.height + down });
        else put(box, { ...before, x: before.x + right, y: before.y + down });
        drawBoxes();
      };
      const end = () => {
        layer.removeEventListener("pointermove", move);
        draw();
      };
      layer.addEventListener("pointermove", move);
      layer.addEventListener("pointerup", end, { once: true });
      layer.addEventListener("pointercancel", end, { once: true });
    });
    layer.addEventListener("focusin", (event) => {
      const element = event.target.closest(".copy__box");
      if (element && picked !== element.box) { picked = element.box; draw(); }
    });
    layer.addEventListener("keydown", (event) => {
      const element = event.target.closest(".copy__box");
      if (!element || event.ctrlKey || event.altKey || event.metaKey) return;
      const ways = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
      if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); dropBox(element.box); return; }
      const [right, down] = ways[event.key] || [];
      if (right === undefined) return;
      event.preventDefault();
      const shape = place(element.box, now());
      if (event.shiftKey) put(element.box, { ...shape, width: shape.width + right, height: shape.height + down });
      else put(element.box, { ...shape, x: shape.x + right, y: shape.y + down });
      draw();
    });
  }

  function fit() {
    const frame = find("[data-frame-box]");
    const element = media();
    const wide = element && (element.videoWidth || element.naturalWidth);
    const high = element && (element.videoHeight || element.naturalHeight);
    if (frame && wide && high) frame.style.width = `min(100%, ${Math.round((innerHeight * 0.6 * wide) / high)}px)`;
  }

  function choose() {
    const chosen = what();
    for (const part of all("[data-only]", form())) part.hidden = part.dataset.only !== chosen;
    for (const part of all("[data-not]", form())) part.hidden = part.dataset.not === chosen;
    for (const part of all("[data-cover]", form())) part.hidden = chosen === "clip";
    form().classList.toggle("copy--draws", chosen !== "clip" && Boolean(find("[data-boxes]")));
    draw();
  }

  function take(name) {
    field(name).value = words(now());
    draw();
  }

  function open() {
    const planned = find("[data-plan]");
    const told = planned ? JSON.parse(planned.value) : null;
    const sent = field("boxes").value || field("mutes").value;
    const left = !told && !sent ? stored() : null;
    const known = told || left || { boxes: JSON.parse(field("boxes").value || "[]"), mutes: JSON.parse(field("mutes").value || "[]") };
    boxes = known.boxes || [];
    mutes = known.mutes || [];
    if (told && field("start")) {
      field("start").value = words(told.start_ms);
      field("end").value = told.end_ms === null ? "" : words(told.end_ms);
    } else if (left && field("start")) {
      field("start").value = left.start || "";
      field("end").value = left.end || "";
      const choice = find(`[name=what][value="${left.what}"]`, form());
      if (choice && !new URLSearchParams(location.search).get("what")) choice.checked = true;
    }
    const second = Number(new URLSearchParams(location.search).get("t"));
    if (second > 0 && field("start")) { field("start").value = words(Math.round(second * 1000)); seek(second * 1000); }
  }

  function start() {
    const editor = form();
    if (!editor) return;
    open();
    for (const part of all("[data-bar], [data-here], [data-try]", editor)) part.hidden = !plays();
    editor.addEventListener("change", (event) => { if (event.target.matches("[name=what]")) choose(); });
    for (const name of ["start", "end"]) if (field(name)) field(name).addEventListener("input", () => { drawTracks(); keep(); });
    editor.addEventListener("submit", () => { draw(); try { sessionStorage.removeItem(kept()); } catch { /* nothing was kept */ } });
    editor.addEventListener("click", (event) => act(event.target));
    editor.addEventListener("copy-found", (event) => takeOver(event.detail));
    const layer = find("[data-boxes]");
    if (layer) pointing(layer);
    addEventListener("resize", fit);
    if (media()) {
      for (const name of ["loadedmetadata", "load"]) media().addEventListener(name, fit);
      fit();
    }
    if (plays()) playing();
    const solid = find("[data-solid]");
    if (solid) solid.addEventListener("change", () => editor.classList.toggle("copy--solid", solid.checked));
    choose();
  }

  function playing() {
    const element = media();
    for (const name of ["timeupdate", "seeked", "loadedmetadata"]) element.addEventListener(name, follow);
    element.addEventListener("play", run);
    for (const name of ["play", "pause"]) {
      element.addEventListener(name, () => { const button = find("[data-play]"); if (button) button.textContent = element.paused ? "播放" : "暂停"; });
    }
    const line = find("[data-seek]");
    if (line) line.addEventListener("input", () => { element.pause(); seek(Number(line.value)); });
  }

  function act(target) {
    const hit = target.closest("[data-find], [data-here], [data-try], [data-play], [data-step], [data-add-box], [data-add-mute]");
    if (!hit) return;
    if (hit.dataset.find) search(hit.dataset.find);
    else if (hit.dataset.here) take(hit.dataset.here);
    else if ("addBox" in hit.dataset) addBox();
    else if ("addMute" in hit.dataset) {
      mutes.push({ from_ms: now(), to_ms: Math.min(length(), now() + 5000), how: "silent" });
      draw();
    } else if (hit.dataset.step) {
      media().pause();
      seek(now() + Number(hit.dataset.step) * Number(form().dataset.frame) * 1000);
    } else if ("try" in hit.dataset) {
      trying = endMs();
      seek(startMs());
      media().play().catch(() => {});
    } else if (media().paused) media().play().catch(() => {});
    else media().pause();
  }

  function go() {
    watch();
    start();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", go); else go();
})();
