// The words spoken on a recording: the line that plays is marked, and a word is found among them.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const part = document.querySelector("[data-spoken]");
  const lines = part ? [...part.querySelectorAll("[data-from]")] : [];
  if (!lines.length) return;
  const list = lines[0].parentElement;

  document.addEventListener("timeupdate", (event) => {
    const at = event.target.currentTime * 1000;
    const now = lines.find((line) => Number(line.dataset.from) <= at && at < Number(line.dataset.until));
    if (now?.hasAttribute("aria-current")) return;
    for (const line of lines) line.removeAttribute("aria-current");
    if (!now) return;
    now.setAttribute("aria-current", "true");
    if (!list.matches(":hover, :focus-within")) list.scrollTop = now.offsetTop - list.offsetTop - list.clientHeight / 3;
  }, true);

  const find = part.querySelector("[data-find]");
  const words = part.querySelector("[data-find-words]");
  const said = part.querySelector("[data-find-said]");
  find.hidden = false;
  words.addEventListener("input", () => {
    const wanted = words.value.trim().toLowerCase();
    let count = 0;
    for (const line of lines) {
      line.hidden = Boolean(wanted) && !line.querySelector("p").textContent.toLowerCase().includes(wanted);
      count += line.hidden ? 0 : 1;
    }
    said.textContent = wanted ? `${count} 句` : "";
  });
});
