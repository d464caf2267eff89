// 纸张四角: whoever photographed a page points at its corners; the field holds them in thousandths of the photograph.
(() => {
  const held = document.querySelector('input[name="corners"]');
  const file = held?.form.querySelector('input[type="file"][name="scan"]');
  if (!held || !file) return;

  const NAMES = ["左上角", "右上角", "右下角", "左下角"];
  const START = [[60, 60], [940, 60], [940, 940], [60, 940]];
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const PHOTOS = ["image/jpeg", "image/png"];
  const MOST = 1200; // pixels of the longer side that is drawn
  let corners = START;

  const make = (tag, told = {}, ...inner) => {
    const one = Object.assign(document.createElement(tag), told);
    one.append(...inner);
    return one;
  };
  const canvas = make("canvas");
  const outline = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const edge = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
  outline.setAttribute("viewBox", "0 0 1000 1000");
  outline.setAttribute("preserveAspectRatio", "none");
  outline.setAttribute("aria-hidden", "true");
  outline.append(edge);
  const handles = NAMES.map((name) => make("button", { type: "button", className: "corner", ariaLabel: name, title: name }));
  const sheet = make("div", { className: "corner-sheet" }, canvas, outline, ...handles);
  const straighten = make("input", { type: "checkbox", checked: true });
  const words = make("p", { className: "quiet" }, "把四个点拖到纸的四角；也可以按 Tab 选点、按方向键移动（Shift 加快）。");
  const panel = make("div", { className: "corners", hidden: true }, make("label", {}, straighten, " 把照片拉正成一页"), words, sheet);

  const show = () => {
    corners.forEach(([x, y], at) => {
      handles[at].style.left = `${x / 10}%`;
      handles[at].style.top = `${y / 10}%`;
    });
    edge.setAttribute("points", corners.map((one) => one.join(",")).join(" "));
    held.value = straighten.checked ? corners.map((one) => one.join(",")).join(" ") : "";
    held.dispatchEvent(new Event("input", { bubbles: true })); // the draft keeps it, too
    sheet.hidden = words.hidden = !straighten.checked;
  };
  const within = (value) => Math.min(1000, Math.max(0, Math.round(value)));
  const put = (at, x, y) => {
    corners = corners.map((one, number) => (number === at ? [within(x), within(y)] : one));
    show();
  };

  handles.forEach((handle, at) => {
    handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId));
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const box = sheet.getBoundingClientRect();
      put(at, ((event.clientX - box.left) / box.width) * 1000, ((event.clientY - box.top) / box.height) * 1000);
    });
    handle.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const far = event.shiftKey ? 25 : 3;
      put(at, corners[at][0] + step[0] * far, corners[at][1] + step[1] * far);
    });
  });
  straighten.addEventListener("change", show);

  const open = async () => {
    const photo = file.files[0];
    panel.hidden = !photo || !PHOTOS.includes(photo.type);
    if (panel.hidden) return;
    try {
      const seen = await createImageBitmap(photo); // turned upright, as the server turns it
      const scale = Math.min(1, MOST / Math.max(seen.width, seen.height));
      canvas.width = Math.round(seen.width * scale);
      canvas.height = Math.round(seen.height * scale);
      canvas.getContext("2d").drawImage(seen, 0, 0, canvas.width, canvas.height);
      seen.close();
      corners = START;
      show();
    } catch {
      panel.hidden = true; // not readable here: the server says what is wrong with it
    }
  };
  file.addEventListener("change", open);
  (file.closest(".field") ?? file.parentElement).append(panel);
})();
