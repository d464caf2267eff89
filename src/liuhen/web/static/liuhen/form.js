// Rows that can be added, a form that is sent once, a warning before typed text is left behind.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  for (const rows of document.querySelectorAll("[data-rows]")) {
    const list = rows.querySelector("[data-rows-list]");
    const empty = rows.querySelector("template[data-rows-empty]");
    rows.querySelector("[data-rows-add]").addEventListener("click", (event) => {
      event.preventDefault();
      const index = list.children.length;
      const fresh = empty.content.cloneNode(true);
      for (const part of fresh.querySelectorAll("*")) {
        for (const { name, value } of [...part.attributes]) {
          if (value.includes("__n__")) part.setAttribute(name, value.replaceAll("__n__", index));
          else if (value.includes("__row__")) part.setAttribute(name, value.replaceAll("__row__", index + 1));
        }
      }
      list.append(fresh);
      list.lastElementChild.querySelector("input, textarea, select")?.focus();
    });
  }

  for (const form of document.querySelectorAll("form[data-once]")) {
    let typed = false;
    let sent = false;
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", (event) => {
      if (sent) { event.preventDefault(); return; }
      sent = true;
      for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
      const status = form.querySelector("[data-progress]");
      if (status) {
        status.classList.remove("unseen");
        status.textContent = form.hasAttribute("data-upload") ? "正在上传并计算校验值，请不要关闭页面……" : "正在记入……";
      }
    });
    window.addEventListener("pageshow", () => {
      sent = false;
      for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    });
    window.addEventListener("beforeunload", (event) => { if (typed && !sent) event.preventDefault(); });
  }
});
