// Where a copy is planned: let the machine follow a box or look for faces, show how far it is, hand over what it found.
// The editor asks by `copy-search` with what is to be looked for and is answered by `copy-found`.
"use strict";
(() => {
  const EVERY = 700; // milliseconds between questions how far a search is
  const find = (what, within = document) => within.querySelector(what);
  let underWay = null;

  const token = (form) => find("[name=csrfmiddlewaretoken]", form).value;
  const post = (form, address, fields) =>
    fetch(address, { method: "POST", headers: { "X-CSRFToken": token(form) }, body: new URLSearchParams(fields) });

  function show(form, words, percent) {
    const place = find("[data-search]", form);
    place.hidden = false;
    find("[data-search-bar]", place).hidden = percent === null;
    find("[data-search-stop]", place).hidden = percent === null;
    if (percent !== null) find("[data-search-bar]", place).value = percent;
    find("[data-search-words]", place).textContent = words;
  }

  function say(form, sentences) {
    const list = find("[data-search-notes]", form);
    list.replaceChildren(...sentences.map((one) => {
      const line = document.createElement("li");
      line.textContent = one;
      return line;
    }));
  }

  const refusal = (told) => [told.message || told.said || "没有找成。", told.why || "", told.remedy || ""].join("");

  async function begin(form, search) {
    if (underWay) { show(form, "上一次查找还没有完成。", 0); return; }
    underWay = { search, address: null };
    say(form, []);
    show(form, "等待查找", 0);
    try {
      const answer = await post(form, form.dataset.searches, { search: JSON.stringify(search) });
      const told = await answer.json();
      if (!answer.ok) { end(form, refusal(told)); return; }
      underWay.address = `${form.dataset.searches}/${told.name}`;
      step(form, told);
    } catch {
      end(form, "没有联系上服务器，没有开始查找。请检查网络后再试。");
    }
  }

  function step(form, told) {
    if (!underWay) return;
    if (told.state === "made") { done(form, told.found); return; }
    if (told.state === "failed") { end(form, refusal(told)); return; }
    show(form, told.state === "working" ? `正在查找 ${told.percent}%` : "等待查找", told.percent);
    setTimeout(() => ask(form), EVERY);
  }

  async function ask(form) {
    if (!underWay) return;
    try {
      const answer = await fetch(underWay.address);
      if (answer.ok) { step(form, await answer.json()); return; }
      if (answer.status === 404) { end(form, "这次查找已经停止。"); return; }
    } catch { /* the network may come back */ }
    setTimeout(() => ask(form), EVERY * 3);
  }

  function done(form, found) {
    const { search } = underWay;
    underWay = null;
    const doubt = found.doubtful.length ? [`其中 ${found.doubtful.length} 处没有把握，已标出。`] : [];
    const count = found.boxes.length;
    show(form, search.what === "faces" ? `找到 ${count} 处` : "已经跟踪", null);
    say(form, [...found.notes, ...doubt, `由 ${found.tool} 得出，会漏、会错：请从头看一遍，逐处核对后再制作。`]);
    form.dispatchEvent(new CustomEvent("copy-found", { detail: { search, found } }));
  }

  function end(form, words) {
    underWay = null;
    show(form, words, null);
  }

  async function stop(form) {
    const address = underWay && underWay.address;
    end(form, "已停止查找，没有改动。");
    if (address) await post(form, address, { do: "discard" }).catch(() => {});
  }

  document.addEventListener("copy-search", (event) => begin(event.target, event.detail));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-search-stop]")) stop(event.target.closest("form"));
  });
})();
