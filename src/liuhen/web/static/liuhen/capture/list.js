// 本机音像: what waits on this phone, whose it is, until when it has to be in the store; another's is only counted.
import * as vault from "./vault.js";
import * as words from "./words.js";
import { state } from "./contact.js";

const KINDS = { video: "录像", audio: "录音", photo: "照片", paper: "纸质材料" };
const FRESH = 24 * 3600 * 1000; // milliseconds for which it is still told that something was stored

const element = (name, text, of) => {
  const one = document.createElement(name);
  if (text) one.textContent = text;
  if (of) one.className = of;
  return one;
};

const link = (address, text) => { const one = element("a", text); one.href = address; return one; };

const title = (told) => `${KINDS[told.kind]} ${words.clock(told.started)}${told.kind === "video" || told.kind === "audio" ? ` · ${words.span(told.ended - told.started)}` : ""}`;

const stood = (row, told, progress) => {
  if (row.state === "stored") return "已存入，服务器校验值与采集时一致，本机副本已清除";
  if (told.fault) return told.fault;
  if (progress.has(row.id)) return `正在上传 ${Math.floor(100 * progress.get(row.id))} %`;
  if (state.locked) return "等待登录后上传";
  return state.online ? "等待上传" : "等待网络，联网后自动上传";
};

const after = (item, told) => {
  const { answer } = told;
  if (answer.seq) item.append(link(`/cases/${answer.ref}/recordings/${answer.seq}`, "看这段音像"));
  if (told.kind === "paper" && answer.ref) item.append(link(`/cases/${answer.ref}/papers`, "作为文书页面登记"));
  if (answer.trouble) item.append(element("p", `已收入音像库（第 ${answer.footage} 条），案件里没有办成：${answer.trouble}`, "piece__fault"));
};

const drawn = (row, told, progress) => {
  const item = element("li", "", `piece piece--${told.fault && row.state !== "stored" ? "fault" : row.state}`);
  const head = element("p", "", "piece__head");
  head.append(element("strong", title(told)), element("span", words.size(told.bytes ?? 0)));
  item.append(head, element("p", told.case ? `${told.case.party || told.case.ref} · ${told.case.number || told.case.ref}` : "未选案件，先入音像库", "piece__case"));
  item.append(element("p", stood(row, told, progress), told.fault && row.state !== "stored" ? "piece__fault" : "piece__state"));
  if (told.fault && row.state === "waiting") {
    const again = element("button", "再试一次", "key");
    again.type = "button";
    again.dataset.again = row.id;
    item.append(again);
  }
  if (told.cut) item.append(element("p", "录制中页面被关闭，已保留到最后一段", "piece__state"));
  if (row.state === "waiting") {
    const due = words.due(state.known, told.case?.kind, told.ended);
    item.append(element("p", due.article ? `${due.words}（${due.article}）` : due.words, due.late ? "piece__due piece__due--late" : "piece__due"));
  }
  if (told.sha256) {
    const digest = element("p", "", "piece__digest");
    digest.append(element("span", "采集时校验值 SHA-256 "), element("code", told.sha256.match(/.{8}/g).join(" ")));
    item.append(digest);
  }
  if (row.state === "stored") after(item, told);
  item.dataset.id = row.id;
  item.dataset.state = row.state;
  return item;
};

// Returns what the line at the foot of the page says.
const summary = (mine) => {
  const waiting = mine.filter(({ row }) => row.state === "waiting");
  if (!waiting.length) return "";
  const of = (kinds) => waiting.filter(({ told }) => kinds.includes(told.kind)).length;
  const counted = [[of(["video"]), "段录像"], [of(["audio"]), "段录音"], [of(["photo", "paper"]), "张照片"]];
  const what = counted.filter(([number]) => number).map(([number, word]) => `${number} ${word}`).join("、");
  const dues = waiting.map(({ told }) => words.due(state.known, told.case?.kind, told.ended)).filter((one) => one.at);
  const first = dues.sort((a, b) => a.at - b.at)[0];
  if (waiting.every(({ told }) => told.fault)) return `有 ${what}没有传成，原因见下；内容仍在本机加密保存。`;
  const why = state.locked ? "登录已失效" : state.online ? "正在上传" : "没有网络";
  const then = state.locked ? "登录后自动续传" : state.online ? "传完即清除本机副本" : "联网后自动续传";
  return `${why}：${what}已在本机加密保存并记下校验值，${then}${first ? `，${first.words}` : ""}。`;
};

export const draw = async ({ list, others, foot, progress }) => {
  const rows = await vault.rows();
  const now = Date.now();
  const mine = [];
  let foreign = 0;
  for (const row of rows) {
    if (row.state === "recording") continue;
    if (row.person !== state.person) { if (row.state !== "stored") foreign += 1; continue; }
    const told = await vault.about(row);
    if (row.state === "stored" && now - told.stored > FRESH) { await vault.forget(row.id); continue; }
    mine.push({ row, told });
  }
  const waiting = mine.filter(({ row }) => row.state !== "stored").length;
  const items = state.locked
    ? [element("li", waiting ? `${waiting} 件待上传，登录后继续` : "没有待上传的音像", "piece")]
    : mine.reverse().map(({ row, told }) => drawn(row, told, progress));
  list.replaceChildren(...(items.length ? items : [element("li", "还没有音像。录下的内容先加密存在本机，联网后自动上传。", "piece piece--none")]));
  others.textContent = foreign ? `另一账号的 ${foreign} 件待上传，请由采集人登录后上传。` : "";
  others.hidden = !foreign;
  const said = summary(mine);
  if (foot.textContent !== said) foot.textContent = said;
  foot.hidden = !said;
  return waiting;
};
