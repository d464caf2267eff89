// The time line: a click on a bar plays from just there; + and - zoom, arrows scroll, the time stands at the pointer.
// Without a script a bar plays from where it begins, and the whole line is shown.
"use strict";
(() => {
  const STEPS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400];
  const MOST = 64;
  const NS = "http://www.w3.org/2000/svg";

  document.addEventListener("click", (event) => {
    const bar = event.target.closest(".timeline a[data-ms]");
    if (!bar || event.detail === 0) return; // a key press has no place
    const box = bar.querySelector("rect").getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const second = Math.floor((Number(bar.dataset.from) + share * Number(bar.dataset.ms)) / 1000);
    bar.setAttribute("href", `${bar.getAttribute("href").split("?")[0]}?t=${second}`);
  });

  const two = (number) => String(number).padStart(2, "0");
  const beijing = (ms) => new Date(ms + 8 * 3600e3);
  const clock = (ms, seconds) => { const at = beijing(ms); return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}${seconds ? `:${two(at.getUTCSeconds())}` : ""}`; };
  const day = (ms) => { const at = beijing(ms); return `${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} `; };
  const make = (name, told, text = "") => {
    const one = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(told)) one.setAttribute(key, value);
    one.textContent = text;
    return one;
  };

  function attach(box) {
    const svg = box.querySelector("svg");
    const [left, right, first, last] = ["left", "right", "first", "last"].map((name) => Number(box.dataset[name]));
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const days = day(first) !== day(last);
    const parts = [...svg.querySelectorAll("rect, line, circle, text, tspan")].filter((one) => one.closest("[data-stays]") === null);
    const known = parts.map((one) => Object.fromEntries(["x", "x1", "x2", "cx", "width"].filter((name) => one.hasAttribute(name)).map((name) => [name, Number(one.getAttribute(name))])));
    const names = [...svg.querySelectorAll("[data-stays]")];
    const ground = make("rect", { class: "timeline__ground", x: 0, y: 16, width: left > 60 ? left - 6 : 0, height: height - 16 });
    names.unshift(ground);
    const own = [...svg.querySelectorAll(".timeline__grid, .timeline__time")];
    const feet = new Map(parts.filter((one) => one.parentElement.classList.contains("timeline__pin")).map((one) => [one, Number(one.parentElement.querySelector("line").getAttribute("x1"))]));
    let zoom = 1;

    const at = (x) => left + (x - left) * zoom;
    const moment = (x) => first + (x - left) / zoom / (right - left) * (last - first);

    function ticks() {
      for (const one of svg.querySelectorAll("[data-tick]")) one.remove();
      for (const one of own) one.style.display = zoom > 1 ? "none" : "";
      if (zoom === 1) return;
      const most = Math.max(2, Math.floor((right - left) * zoom / 110));
      const step = 1000 * (STEPS.find((one) => (last - first) / 1000 / one <= most) || STEPS.at(-1));
      const shift = 8 * 3600e3;
      for (let ms = Math.ceil((first + shift) / step) * step - shift; ms <= last; ms += step) {
        const x = left + (ms - first) / (last - first) * (right - left) * zoom;
        svg.prepend(make("line", { class: "timeline__grid", x1: x, x2: x, y1: 18, y2: height, "data-tick": "" }));
        svg.append(make("text", { class: "timeline__time", x, y: 12, "text-anchor": "middle", "data-tick": "" }, `${days ? day(ms) : ""}${clock(ms, step < 60e3)}`));
      }
    }

    function stay() {
      const shift = zoom === 1 ? 0 : box.scrollLeft * width / box.clientWidth;
      for (const one of names) one.setAttribute("transform", `translate(${shift} 0)`);
      ground.setAttribute("visibility", zoom > 1 ? "visible" : "hidden");
    }

    function apply(to, centre = box.clientWidth / 2) {
      const unit = box.clientWidth / width;
      const held = moment((box.scrollLeft + centre) / unit);
      zoom = Math.min(MOST, Math.max(1, to));
      const total = width + (right - left) * (zoom - 1);
      svg.setAttribute("viewBox", `0 0 ${total} ${height}`);
      svg.style.width = `${total / width * 100}%`;
      parts.forEach((one, place) => {
        for (const [name, value] of Object.entries(known[place])) {
          const foot = one.tagName === "text" ? feet.get(one) : undefined; // a word keeps its place beside its line
          if (name === "width") one.setAttribute(name, Math.max(3, value * zoom));
          else one.setAttribute(name, foot === undefined ? at(value) : at(foot) + value - foot);
        }
      });
      ticks();
      box.scrollLeft = (left + (held - first) / (last - first) * (right - left) * zoom) * unit - centre;
      box.classList.toggle("timeline__scroll--wide", zoom > 1);
      if (zoom > 1) box.setAttribute("tabindex", "0"); else box.removeAttribute("tabindex");
      for (const button of bar.querySelectorAll("button")) button.disabled = button.dataset.zoom === "in" ? zoom >= MOST : zoom === 1;
      stay();
    }

    const bar = document.createElement("p");
    bar.className = "timeline__zoom no-print";
    for (const [name, word, label] of [["in", "＋", "放大时间轴"], ["out", "－", "缩小时间轴"], ["all", "全程", "显示全程"]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button--small", textContent: word });
      button.dataset.zoom = name;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => apply({ in: zoom * 2, out: zoom / 2, all: 1 }[name]));
      bar.append(button);
    }
    const said = document.createElement("output");
    said.className = "timeline__pointer";
    bar.append(said);
    box.parentElement.prepend(bar);

    const thread = make("line", { class: "timeline__thread", y1: 18, y2: height, visibility: "hidden" });
    svg.append(thread, ...names); // names stand before what scrolls below them
    svg.addEventListener("pointermove", (event) => {
      const unit = svg.getBoundingClientRect().width / Number(svg.getAttribute("viewBox").split(" ")[2]);
      const x = (event.clientX - svg.getBoundingClientRect().left) / unit;
      const there = moment(x);
      const inside = there >= first && there <= last;
      thread.setAttribute("visibility", inside ? "visible" : "hidden");
      said.textContent = inside ? `${days ? day(there) : ""}${clock(there, true)}` : "";
      for (const name of ["x1", "x2"]) thread.setAttribute(name, x);
    });
    svg.addEventListener("pointerleave", () => { thread.setAttribute("visibility", "hidden"); said.textContent = ""; });
    box.addEventListener("scroll", stay);
    box.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      apply(event.deltaY < 0 ? zoom * 1.5 : zoom / 1.5, event.clientX - box.getBoundingClientRect().left);
    }, { passive: false });
    box.parentElement.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const to = { "+": zoom * 2, "=": zoom * 2, "-": zoom / 2, 0: 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      apply(to);
    });
    apply(1);
  }

  document.addEventListener("DOMContentLoaded", () => { for (const box of document.querySelectorAll("[data-track]")) attach(box); });
})();
