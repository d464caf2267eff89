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

  for (const find of document.querySelectorAll("[data-menu-find]")) {
    const list = find.closest("[data-menu-list]");
    const input = find.querySelector("input");
    const later = list.querySelector(".menu__later");
    const links = [...list.querySelectorAll("a")];
    find.hidden = false;
    list.closest("details.menu").addEventListener("toggle", (event) => { if (event.target.open) input.focus(); });
    input.addEventListener("input", () => {
      const text = input.value.trim();
      for (const link of links) link.hidden = !link.textContent.includes(text);
      for (const group of list.querySelectorAll(".menu__group")) group.hidden = !group.querySelector("a:not([hidden])");
      if (later) later.open = text !== "" && !!later.querySelector("a:not([hidden])");
      find.querySelector("[data-menu-found]").textContent = text ? `找到 ${links.filter((one) => !one.hidden).length} 项` : "";
    });
    list.addEventListener("keydown", (event) => {
      const shown = links.filter((one) => !one.hidden && one.offsetParent);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); shown[Math.max(0, shown.indexOf(document.activeElement) + step)]?.focus(); }
      if (event.key === "Enter" && document.activeElement === input && shown.length) { event.preventDefault(); shown[0].click(); }
    });
  }

  for (const group of document.querySelectorAll("[data-phrases]")) {
    const form = group.dataset.phrases ? document.getElementById(group.dataset.phrases) : group.closest("form");
    const text = form?.querySelector("textarea");
    if (!text) continue;
    const said = group.parentElement.querySelector("[data-said]");
    const show = () => { if (said) { said.textContent = text.value.trim() && `意见：${text.value.trim()}`; said.hidden = !text.value.trim(); } };
    text.addEventListener("input", show);
    show();
    group.hidden = false;
    group.addEventListener("click", (event) => {
      const phrase = event.target.closest("button");
      if (!phrase) return;
      const own = ![text.defaultValue.trim(), "", ...[...group.children].map((one) => one.textContent)].includes(text.value.trim());
      text.value = own ? `${text.value.trimEnd()}\n${phrase.textContent}` : phrase.textContent;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  for (const link of document.querySelectorAll("[data-open-back]")) {
    link.addEventListener("click", () => {
      const back = document.getElementById("back");
      back.open = true;
      back.querySelector("textarea")?.focus();
    });
  }
});
