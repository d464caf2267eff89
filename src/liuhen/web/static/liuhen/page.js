// The menu of small screens, the focus after a refused form, and filling in a demonstration account.
"use strict";
document.documentElement.classList.add("js");

document.addEventListener("DOMContentLoaded", () => {
  const menu = document.querySelector("[data-menu]");
  const rail = document.getElementById("rail");
  if (menu && rail) {
    menu.hidden = false;
    menu.addEventListener("click", () => {
      const open = rail.classList.toggle("rail--open");
      menu.setAttribute("aria-expanded", String(open));
    });
  }

  document.querySelector("[data-focus]")?.focus();

  for (const button of document.querySelectorAll("[data-account]")) {
    button.addEventListener("click", () => {
      document.getElementById("account").value = button.dataset.account;
      document.getElementById("password").focus();
    });
  }

  for (const fold of document.querySelectorAll("details.menu")) {
    document.addEventListener("click", (event) => { if (!fold.contains(event.target)) fold.open = false; });
    fold.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { fold.open = false; fold.querySelector("summary").focus(); }
    });
  }
});
