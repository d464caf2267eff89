// Jump to a second of a recording; say so when the browser cannot play it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const player = document.querySelector("[data-player]");
  if (!player) return;
  player.addEventListener("error", () => {
    document.querySelector("[data-player-trouble]").hidden = false;
  });
  for (const button of document.querySelectorAll("[data-seek]")) {
    button.addEventListener("click", () => {
      player.currentTime = Number(button.dataset.seek);
      player.focus();
    });
  }
  const second = Number(new URLSearchParams(location.search).get("t"));
  if (second > 0) player.addEventListener("loadedmetadata", () => { player.currentTime = second; }, { once: true });
});
