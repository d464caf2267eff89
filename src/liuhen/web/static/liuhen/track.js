// A click on a bar of the time line plays from just there; without a script it plays from where the bar begins.
"use strict";
(() => {
  document.addEventListener("click", (event) => {
    const bar = event.target.closest(".timeline a[data-ms]");
    if (!bar || event.detail === 0) return; // a key press has no place
    const box = bar.querySelector("rect").getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const second = Math.floor((Number(bar.dataset.from) + share * Number(bar.dataset.ms)) / 1000);
    bar.setAttribute("href", `${bar.getAttribute("href").split("?")[0]}?t=${second}`);
  });
})();
