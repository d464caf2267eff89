// What is typed is kept on the server: three seconds after typing stops, and when the page is left.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const PAUSE = 3000;
  const LONGEST_PARTING = 60000;  // a browser sends no more than this from a page that is gone
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const line = form.querySelector("[data-saved]");
    let timer = 0;
    let unsaved = false;
    let running = null;
    const say = (text, wrong) => { line.textContent = text; line.classList.toggle("red", wrong); };

    const typed = () => {
      const told = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") told.append(name, value);
      told.set("draft", "auto");
      return told;
    };

    const save = async (leaving) => {
      clearTimeout(timer);
      if (!unsaved || form.dataset.sent) return;
      const body = typed();
      unsaved = false;
      running?.abort();
      const own = running = new AbortController();
      try {
        const keepalive = leaving && String(body).length < LONGEST_PARTING;
        const answer = await fetch(form.action, { method: "POST", body, keepalive, signal: leaving ? undefined : own.signal });
        if (answer.status === 401) throw new Error("登录已经失效。请照常提交，登录后会回到这里，内容都在");
        if (answer.status === 403) throw new Error("页面放得太久。请照常提交，页面会带着内容重新打开");
        if (!answer.ok) throw new Error("系统没有收下");
        const { saved } = await answer.json();
        if (saved) say(`已自动保存 ${saved}`, false);
      } catch (fault) {
        if (fault.name === "AbortError") return;
        unsaved = true;
        say(`没有自动保存：${fault instanceof TypeError ? "连不上服务器" : fault.message}。已填的内容还在这一页。`, true);
        if (fault instanceof TypeError) timer = setTimeout(save, PAUSE * 5);
      }
    };

    form.addEventListener("input", () => {
      unsaved = true;
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", () => { clearTimeout(timer); if (form.dataset.sent) running?.abort(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
    window.addEventListener("pagehide", () => save(true));
    window.addEventListener("beforeunload", (event) => {
      if (unsaved && !form.dataset.sent && line.classList.contains("red")) event.preventDefault();
    });
  }
});
