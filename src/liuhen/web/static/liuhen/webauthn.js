// Security keys: hands what the server asks to the browser, and the key's answer back in the form.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = (told) => ({
    ...told,
    challenge: bytes(told.challenge),
    ...(told.user && { user: { ...told.user, id: bytes(told.user.id) } }),
    ...(told.excludeCredentials && { excludeCredentials: named(told.excludeCredentials) }),
    ...(told.allowCredentials && { allowCredentials: named(told.allowCredentials) }),
  });

  const answer = (made) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[name]) response[name] = text(made.response[name]);
    }
    return {
      id: made.id, rawId: text(made.rawId), type: made.type,
      response, clientExtensionResults: made.getClientExtensionResults(),
    };
  };

  const WORDS = {
    NotAllowedError: "没有完成：可能超过了时间，或者取消了。请再试一次。",
    InvalidStateError: "这个安全密钥已经登记过。",
  };

  for (const form of document.querySelectorAll("form[data-key]")) {
    const say = (words) => {
      const line = form.querySelector("[data-key-trouble]");
      line.textContent = words;
      line.hidden = !words;
    };
    if (form.dataset.asked && !(window.isSecureContext && window.PublicKeyCredential)) {
      say("这个页面不是安全连接（HTTPS），浏览器不允许使用安全密钥。请用 https 地址打开，或者改用动态口令、备用码。");
      form.querySelector("button").disabled = true;
      continue;
    }
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      say("");
      const publicKey = asked(JSON.parse(form.dataset.asked).publicKey);
      try {
        const made = await navigator.credentials[form.dataset.key]({ publicKey });
        form.elements.credential.value = JSON.stringify(answer(made));
        form.submit();
      } catch (error) {
        say(WORDS[error.name] || "安全密钥没有应答，请换一个接口或者浏览器再试。");
      }
    });
  }
});
