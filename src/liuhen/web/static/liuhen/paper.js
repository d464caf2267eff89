// Rows that can be taken out again, Ctrl+Enter to finalise, and a word while the preview is drawn.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("entered");
  if (!form) return;

  const fit = (row) => {
    if (row.querySelector("[data-row-out]")) return;
    const out = document.createElement("button");
    Object.assign(out, { type: "button", className: "button button--small row-out", textContent: "去掉这一行" });
    out.dataset.rowOut = "";
    out.setAttribute("aria-label", `去掉${row.getAttribute("aria-label") ?? "这一行"}`);
    out.addEventListener("click", () => {  // emptied and hidden: a blank row is not sent on, and the others keep their numbers
      for (const field of row.querySelectorAll("input, textarea, select")) {
        if (["checkbox", "radio"].includes(field.type)) field.checked = false; else field.value = "";
      }
      row.hidden = true;
      row.closest("[data-rows]").querySelector("[data-rows-add]").focus();
      form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    row.append(out);
  };
  for (const list of form.querySelectorAll("[data-rows-list]")) {
    for (const row of list.children) fit(row);
    new MutationObserver(() => { for (const row of list.children) fit(row); }).observe(list, { childList: true });
  }

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".button--go"));
    }
  });

  const word = document.querySelector("[data-looking]");
  const usual = word.textContent;
  document.body.addEventListener("htmx:beforeRequest", () => { word.textContent = "正在排版……"; });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) word.textContent = usual;
    else if (event.detail.xhr?.status) word.textContent = "预览没有更新；已填的内容不受影响";
  });
});
