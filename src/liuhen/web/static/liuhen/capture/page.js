// 现场采集: the one page of the phone. It works without a network; what it keeps goes out by itself once there is one.
import * as list from "./list.js";
import * as vault from "./vault.js";
import * as words from "./words.js";
import { chosen, contact, recall, signedOut, state } from "./contact.js";
import { SignedOut, sendAll } from "./sending.js";
import { Take, close, keepPicture, openStream, recover, shoot } from "./take.js";

const at = (id) => document.getElementById(id);
const page = document.documentElement.dataset;
const [view, card, said, rec, start, stop] = ["view", "card", "said", "rec", "start", "stop"].map(at);
const [pick, check] = [at("pick"), at("check")];
const LOW = 300e6; // bytes left on the phone: from here on it is said
const EMPTY = 60e6; // from here on nothing more is recorded, so that what is there is not endangered
const EVERY = 10_000; // milliseconds between looks whether there is a network again; browsers do not always say it
const RARELY = 6; // once in so many of them where nothing waits

let stream = null;
let take = null;
let marks = [];
let opening = false;
let checked = null;
let hidden = 0;
let lock = null;
let facing = "environment";
let wanted = ""; // what is to be recorded once the check is over
let passed = false; // the check was put off
const progress = new Map();
const settings = { ref: "", stage: "inspection", place: "", company: "", device: "", position: false };

const say = (text, tone = "") => { said.textContent = text; said.className = `say${tone ? ` say--${tone}` : ""}`; };
const device = () => settings.device || `手机-${state.known?.name ?? "未登录"}`;
const stageWord = () => (settings.stage === "other" ? "执法活动" : at("stage").selectedOptions[0].textContent);

// The phone's choices lie with its person: another one begins with none of them.
const remembered = () => `liuhen-capture:${state.person}`;
const recallSettings = () => {
  Object.assign(settings, { ref: "", place: "", company: "", device: "" }, JSON.parse(localStorage.getItem(remembered()) ?? "{}"));
  checked = settings.checked ?? null;
  for (const name of ["stage", "place", "company", "device"]) at(name).value = settings[name] || (name === "stage" ? "inspection" : "");
  at("position").checked = settings.position;
};
const keepSettings = () => {
  const { ref, stage, device: number, position } = settings; // names of parties and places stay out of it
  localStorage.setItem(remembered(), JSON.stringify({ ref, stage, device: number, position, checked }));
};

// ── what is shown ────────────────────────────────────────────────────────────

const showCase = () => {
  const one = chosen(settings.ref);
  at("pick-open").textContent = one ? one.party || one.ref : "选择案件";
  at("opening-time").textContent = words.spoken(Date.now());
  at("opening-organ").textContent = state.known?.organ ?? "本机关";
  const officers = [...new Set([...(one?.officers ?? [state.known?.name ?? ""]), ...settings.company.split(/[、，,\s]+/)])].filter(Boolean);
  at("opening-officers").textContent = officers.join("、") || "（姓名）";
  at("opening-place").textContent = settings.place || one?.party || "（地点）";
  at("opening-object").textContent = one?.party || "（执法对象）";
  at("opening-stage").textContent = stageWord();
  at("papers").hidden = !one || !state.online;
  if (one) at("papers").href = `/cases/${one.ref}/papers`;
};

const showCases = () => {
  const options = [new Option("暂不选择，先入音像库", "")];
  if (!state.locked) for (const one of state.known?.cases ?? []) options.push(new Option(`${one.party || one.ref}（${one.number || one.ref}，${one.stage}）`, one.ref));
  at("case").replaceChildren(...options);
  at("case").value = chosen(settings.ref) ? settings.ref : "";
};

const showStanding = () => {
  const sign = at("sign-in");
  const unknown = !state.person;
  sign.hidden = !(unknown || state.locked || state.barred);
  at("sign-in-words").textContent = state.barred || (unknown
    ? "第一次使用须联网登录一次，之后没有网络也能采集。"
    : "登录已失效。本机音像都在，登录后继续上传；现在仍可采集。");
  at("sign-in-link").hidden = Boolean(state.barred);
  start.disabled = at("photo").disabled = at("paper").disabled = at("sound").disabled = unknown || Boolean(state.barred);
  at("net").textContent = state.online ? "已联网" : "没有网络";
  at("net").dataset.state = state.online ? "on" : "off";
  const kept = state.known?.clock;
  at("clock").textContent = kept ? `校时 ${words.offset(kept.offset_ms)}` : "未校时";
  at("whose").textContent = state.known && !state.locked ? ` · ${state.known.name}` : "";
  at("check-open").textContent = usable() ? "使用前检查 ✓" : "使用前检查";
};

const showRoom = async () => {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const left = quota ? quota - usage : null;
  at("room").textContent = left === null ? "" : `剩余 ${words.size(left)}`;
  const battery = await navigator.getBattery?.();
  at("power").textContent = battery ? `电量 ${Math.round(battery.level * 100)} %` : "";
  return { left, battery: battery ? Math.round(battery.level * 100) : null };
};

const showList = () => list.draw({ list: at("list"), others: at("others"), foot: at("foot"), progress });

const showRecording = () => {
  const on = Boolean(take);
  document.body.classList.toggle("on", on);
  rec.hidden = stop.hidden = !on;
  start.hidden = on;
  at("sound").hidden = at("pick-open").disabled = on;
  at("covered").hidden = !on;
  at("idle").hidden = Boolean(stream);
  for (const chip of document.querySelectorAll("[data-shot], #opened")) chip.disabled = !on;
};

const tick = async () => {
  if (!take) return;
  at("elapsed").textContent = words.span(take.elapsed);
  if (Math.floor(take.elapsed / 1000) % 10) return;
  const { left } = await showRoom();
  if (left !== null && left < EMPTY) { say("本机空间用尽，录制已停止，已录内容都在。请先联网上传。", "red"); await take?.stop(); }
  else if (left !== null && left < LOW) say(`本机只剩 ${words.size(left)}，请尽快联网上传。`, "amber");
};

// ── recording ────────────────────────────────────────────────────────────────

const where = () => new Promise((resolve) => {
  if (!settings.position || !navigator.geolocation) { resolve(""); return; }
  const told = ({ coords }) => resolve(`${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}±${Math.round(coords.accuracy)}米`);
  navigator.geolocation.getCurrentPosition(told, () => resolve(""), { timeout: 4000, maximumAge: 60_000 });
});

const about = (kind) => {
  const one = chosen(settings.ref);
  return {
    kind,
    case: one && { ref: one.ref, number: one.number, party: one.party, kind: one.kind },
    stage: settings.stage,
    device: device(),
    place: settings.place,
    offset_ms: state.known?.clock?.offset_ms ?? null,
    check: usable() && { ...usable(), device: undefined },
  };
};

const watch = async (kind) => {
  close(stream);
  stream = await openStream(kind, facing);
  view.srcObject = kind === "audio" ? null : stream;
  at("glass").classList.toggle("glass--sound", kind === "audio");
  await (kind === "audio" ? null : view.play());
};

const refusedDevice = (fault) => {
  const words_ = { NotAllowedError: "没有允许使用摄像头、麦克风，请在浏览器的网站设置里允许后再试。", NotFoundError: "没有找到摄像头或者麦克风。" };
  say(words_[fault.name] ?? `不能开始：${fault.message}`, "red");
};

const awake = async () => { lock = await navigator.wakeLock?.request("screen").catch(() => null); };

const over = async () => {
  take = null;
  marks = [];
  lock?.release();
  showRecording();
  for (const chip of document.querySelectorAll("#opened, [data-shot]")) { chip.setAttribute("aria-pressed", "false"); chip.querySelector("i").textContent = ""; }
  await recover();
  await showList();
  if (!said.classList.contains("say--red")) say("录制结束，已在本机加密保存。", "green");
  send();
};

const FRESH = 12 * 3600 * 1000; // milliseconds: a check is for one day's work
const usable = () => (checked?.device === device() && Date.now() - Date.parse(checked.at) < FRESH ? checked : null);

// Before the first recording the check is asked for; nobody is kept from recording what will not wait.
const ready = (kind) => {
  if (usable() || passed) { begin(kind); return; }
  wanted = kind;
  at("check-open").click();
};

const begin = async (kind) => {
  if (take || !state.person) return;
  try {
    await watch(kind);
    const told = { onend: over, onfault: () => { say("本机写不下了，录制已停止，写下的内容都在。", "red"); take?.stop(); } };
    take = await Take.start(state.person, kind, stream, about(kind), told);
  } catch (fault) { refusedDevice(fault); return; }
  opening = false;
  for (const track of stream.getTracks()) track.addEventListener("ended", () => { say("摄像头或者麦克风被收走，录制已停止。", "red"); take?.stop(); });
  card.hidden = false;
  showCase();
  showRecording();
  say("");
  navigator.storage?.persist?.();
  awake();
  const running = take;
  where().then((position) => { if (position) running.note((one) => { one.position = position; }); });
};

const finish = async () => { stop.disabled = true; await take?.stop(); stop.disabled = false; };

const picture = async (kind) => {
  try {
    if (!stream?.getVideoTracks().some((one) => one.readyState === "live")) {
      await watch("video");
      showRecording();
      say("取景已打开，对准后再点一次。");
      return;
    }
    await keepPicture(state.person, await shoot(view), { ...about(kind), position: await where() });
    say(kind === "paper" ? "纸质材料已拍下。" : "已拍照。", "green");
  } catch (fault) { refusedDevice(fault); return; }
  await showList();
  send();
};

// ── what was said and shown ──────────────────────────────────────────────────

const tap = (chip) => {
  const item = chip.dataset.shot;
  const there = marks.findIndex((one) => one.item === item);
  if (there >= 0) marks.splice(there, 1);
  else marks.push({ item, at_ms: take.elapsed });
  chip.setAttribute("aria-pressed", String(there < 0));
  chip.querySelector("i").textContent = there < 0 ? ` ${words.span(take.elapsed).slice(3)}` : "";
  const held = [...marks];
  take.note((one) => { one.marks = held; });
};

const opened = () => {
  opening = !opening;
  at("opened").setAttribute("aria-pressed", String(opening));
  at("opened").querySelector("i").textContent = opening ? ` ${words.span(take.elapsed).slice(3)}` : "";
  const told = opening;
  take.note((one) => { one.opening = told; });
  card.hidden = opening;
};

// ── sending ──────────────────────────────────────────────────────────────────

const send = async () => {
  if (!state.person || state.locked || !state.csrf || state.barred) { await showList(); return; }
  const told = {
    csrf: state.csrf,
    progress: (id, part) => { progress.set(id, part); showList(); },
    changed: () => { progress.clear(); showList(); },
  };
  try {
    await sendAll(state.person, told);
  } catch (fault) {
    if (fault instanceof SignedOut) await signedOut();
    else state.online = false;
  }
  progress.clear();
  showStanding();
  showCases();
  await showList();
};

const reach = async () => {
  const before = state.person;
  await contact();
  if (state.person && state.person !== before) recallSettings();
  showCases();
  showCase();
  showStanding();
  await showList();
  await send();
};

// ── the dialogs ──────────────────────────────────────────────────────────────

at("pick-open").addEventListener("click", () => { showCases(); pick.showModal(); });
pick.addEventListener("close", () => {
  Object.assign(settings, { ref: at("case").value, stage: at("stage").value, position: at("position").checked });
  for (const name of ["place", "company", "device"]) settings[name] = at(name).value.trim();
  keepSettings();
  card.hidden = !settings.ref; // the words can be read before anything is recorded
  showCase();
  showStanding();
});

at("check-open").addEventListener("click", async () => {
  check.returnValue = "";
  const { left, battery } = await showRoom();
  if (battery !== null) at("check-battery").value = battery;
  at("check-storage").value = left === null ? "" : words.size(left);
  const kept = state.known?.clock;
  at("check-clock-words").textContent = kept
    ? `上次联网（${words.day(kept.at)}${words.clock(kept.at)}）测得本机时钟${words.offset(kept.offset_ms)}，误差不超过 ${(kept.within / 1000).toFixed(1)} 秒。`
    : "还没有联网校对过，请与标准时间核对。";
  at("check-clock").checked = Boolean(kept) && Math.abs(kept.offset_ms) < 30_000;
  check.showModal();
  try { if (!take) await watch("video"); at("check-view-words").textContent = "画面、声音正在预览，请看一眼、听一下。"; } catch (fault) { refusedDevice(fault); at("check-performance").checked = false; }
});
const goOn = () => { const kind = wanted; wanted = ""; if (kind) begin(kind); };
check.addEventListener("cancel", () => { wanted = ""; });
check.addEventListener("close", () => {
  if (check.returnValue !== "checked") { passed = passed || Boolean(wanted); goOn(); return; }
  checked = {
    device: device(),
    at: new Date().toISOString(),
    performance: at("check-performance").checked,
    battery: Number(at("check-battery").value),
    storage: at("check-storage").value.trim() || "未读出",
    clock: at("check-clock").checked,
    note: at("check-note").value.trim(),
  };
  keepSettings();
  showStanding();
  say("检查已记下，随第一段音像一并登记。", "green");
  goOn();
});

start.addEventListener("click", () => ready("video"));
at("sound").addEventListener("click", () => ready("audio"));
stop.addEventListener("click", finish);
at("photo").addEventListener("click", () => picture("photo"));
at("paper").addEventListener("click", () => picture("paper"));
at("turn").addEventListener("click", async () => {
  if (take) return;
  facing = facing === "environment" ? "user" : "environment";
  await watch("video").catch(refusedDevice);
});
at("card-toggle").addEventListener("click", () => { card.hidden = !card.hidden; showCase(); });
at("opened").addEventListener("click", opened);
for (const chip of document.querySelectorAll("[data-shot]")) chip.addEventListener("click", () => tap(chip));

at("list").addEventListener("click", async ({ target }) => {
  if (!target.dataset.again) return;
  await vault.change(target.dataset.again, (row, told) => { row.later = 0; delete told.fault; });
  reach();
});

window.addEventListener("online", reach);
window.addEventListener("offline", () => { state.online = false; showStanding(); showList(); });
window.addEventListener("beforeunload", (event) => { if (take) event.preventDefault(); });
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    hidden = Date.now();
    if (!take) { close(stream); stream = null; view.srcObject = null; showRecording(); }
    return;
  }
  if (take) {
    const away = { start: new Date(hidden).toISOString(), end: new Date().toISOString() };
    take.note((one) => { one.away = [...(one.away ?? []), away]; });
    say("刚才页面不在前台，那一段可能没有画面，已经记下。", "amber");
    awake();
  } else reach();
});

const wake = async () => {
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(page.worker, { scope: page.scope });
    navigator.serviceWorker.ready.then(() => { at("offline").textContent = "离线可用"; });
  }
  if (!window.isSecureContext || !navigator.mediaDevices || !window.indexedDB) {
    say("这个浏览器不能采集：须用 https 打开，并信任本系统的证书。", "red");
    return;
  }
  await recall();
  if (state.person) recallSettings();
  showCases();
  showCase();
  showStanding();
  showRecording();
  await recover();
  await showList();
  await showRoom();
  await reach();
  setInterval(tick, 1000);
  let looks = 0;
  setInterval(() => {
    looks += 1;
    if (!state.online || (!take && looks % RARELY === 0)) reach();
  }, EVERY);
  document.body.dataset.ready = "yes";
};

wake();
