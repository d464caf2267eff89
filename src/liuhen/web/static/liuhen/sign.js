// 签名板: what is drawn with a finger, a pen or a mouse becomes lines of points, each with its time.
(() => {
  const form = document.querySelector("[data-sign]");
  if (!form) return;
  const pad = form.querySelector("[data-pad]");
  const glass = form.querySelector("[data-glass]");
  const state = form.querySelector("[data-pad-state]");
  const held = form.elements.strokes;
  const pen = pad.getContext("2d");
  const MOST = 5800; // points; the server takes 6000
  let lines = [];
  let line = null;
  let began = 0;

  const size = () => pad.getBoundingClientRect();
  const say = (words) => { state.textContent = words; };

  const draw = () => {
    const box = size();
    const scale = window.devicePixelRatio || 1;
    pad.width = Math.round(box.width * scale);
    pad.height = Math.round(box.height * scale);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.lineWidth = 2.6;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(pad).color;
    for (const one of lines) {
      pen.beginPath();
      pen.moveTo(one[0][0], one[0][1]);
      for (const [x, y] of one.length > 1 ? one.slice(1) : [[one[0][0] + 0.1, one[0][1]]]) pen.lineTo(x, y);
      pen.stroke();
    }
  };

  const keep = () => {
    const box = size();
    held.value = lines.length ? JSON.stringify({ width: Math.round(box.width), height: Math.round(box.height), lines }) : "";
    say(lines.length ? `已写 ${lines.length} 笔。` : "用手指、触控笔或者鼠标在框内签名。");
  };

  const point = (event) => {
    const box = size();
    const within = (value, most) => Math.min(Math.max(Math.round(value), 0), Math.floor(most));
    const at = performance.now();
    if (!began) began = at;
    return [within(event.clientX - box.left, box.width), within(event.clientY - box.top, box.height), Math.round(at - began)];
  };

  pad.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    line = [point(event)];
    lines.push(line);
    draw();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!line || lines.flat().length > MOST) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const next = point(one);
      const last = line[line.length - 1];
      if (next[0] !== last[0] || next[1] !== last[1]) line.push(next);
    }
    draw();
  });
  for (const kind of ["pointerup", "pointercancel"]) pad.addEventListener(kind, () => { if (line) { line = null; keep(); } });

  form.querySelector("[data-clear]").addEventListener("click", () => { lines = []; began = 0; draw(); keep(); });

  // A pad of another width shows the same signature: it is fitted again when the device is turned.
  const restore = () => {
    if (!held.value) return;
    const told = JSON.parse(held.value);
    const scale = Math.min(size().width / told.width, size().height / told.height);
    lines = told.lines.map((one) => one.map(([x, y, at]) => [Math.floor(x * scale), Math.floor(y * scale), at]));
    began = performance.now();
  };
  window.addEventListener("resize", () => { restore(); draw(); keep(); });

  const ways = [...form.querySelectorAll("[name=way]")];
  const show = () => { glass.hidden = form.querySelector("[name=way]:checked").value !== "glass"; if (!glass.hidden) draw(); };
  for (const one of ways) one.addEventListener("change", show);

  let sent = false;
  form.addEventListener("submit", (event) => {
    const drawn = event.submitter?.name === "sign" && !glass.hidden;
    if (sent || (drawn && !held.value)) {
      event.preventDefault();
      if (!sent) { say("签名板上还没有签名。"); pad.scrollIntoView({ block: "center" }); }
      return;
    }
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });

  restore();
  show();
  keep();
})();
