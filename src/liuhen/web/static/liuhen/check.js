// 查验文书: compares a file with the digests on the page, on the device itself where the browser can.
(() => {
  const place = document.getElementById("compare");
  if (!place || !window.isSecureContext || !window.crypto?.subtle) return; // the form goes to the server then
  const form = place.querySelector("form");
  const input = form.querySelector("input[type=file]");
  const verdicts = [...place.querySelectorAll("[data-verdict]")];
  const revisions = [...document.querySelectorAll("[data-revision]")];
  place.querySelector("[data-here]").hidden = false;
  place.querySelector("[data-there]").hidden = true;

  const say = (which, what = "") => {
    for (const one of verdicts) {
      one.hidden = one.dataset.verdict !== which;
      const words = one.querySelector("[data-what], [data-unfit]");
      if (!one.hidden && words) words.textContent = what;
    }
    place.querySelector("#verdict").focus({ preventScroll: false });
  };

  const compare = async (file) => {
    if (!file) return say("unfit", "请先选择要比对的 PDF 文件。");
    if (file.size > Number(place.dataset.most)) return say("unfit", "文件太大。文书不会超过 64 MB，请选择原来的 PDF 文件。");
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (new TextDecoder("latin1").decode(bytes.slice(0, 5)) !== "%PDF-")
      return say("unfit", "这个文件不是 PDF。本机关出具的电子文书都是 PDF 文件，请选择原来的 PDF 文件。");
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hex = [...sum].map((one) => one.toString(16).padStart(2, "0")).join("");
    const found = revisions.findLast((one) => one.dataset.sha256 === hex);
    if (!found) return say("changed");
    return say(found === revisions.at(-1) ? "same" : "older", found.dataset.what);
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); compare(input.files[0]); });
  input.addEventListener("change", () => compare(input.files[0]));
  for (const kind of ["dragover", "drop"]) {
    place.addEventListener(kind, (event) => {
      event.preventDefault();
      if (kind === "drop" && event.dataTransfer.files.length) compare(event.dataTransfer.files[0]);
    });
  }
})();
