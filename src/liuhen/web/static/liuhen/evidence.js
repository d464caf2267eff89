// Arrow keys move from place to place in the table of facts and evidence; without a script the Tab key does.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const table = document.querySelector("[data-matrix]");
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  table?.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("td, th");
    if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = table.rows[cell.parentElement.rowIndex + step[0]]?.cells[cell.cellIndex + step[1]]?.querySelector("a");
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
});
