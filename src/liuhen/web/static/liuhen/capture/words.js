// How moments, sizes and terms are said. Every time is Beijing time, whatever the phone is set to.
const two = (number) => String(number).padStart(2, "0");
const beijing = (at) => new Date(at + 8 * 3600 * 1000);

export const clock = (at) => { const one = beijing(at); return `${two(one.getUTCHours())}:${two(one.getUTCMinutes())}`; };
export const day = (at) => { const one = beijing(at); return `${one.getUTCMonth() + 1}月${one.getUTCDate()}日`; };
export const dated = (at) => `${beijing(at).getUTCFullYear()}年${day(at)}`;
export const spoken = (at) => { const one = beijing(at); return `${dated(at)}${one.getUTCHours()}时${two(one.getUTCMinutes())}分`; };
export const dayKey = (at) => { const one = beijing(at); return `${one.getUTCFullYear()}-${two(one.getUTCMonth() + 1)}-${two(one.getUTCDate())}`; };

export const span = (milliseconds) => {
  const seconds = Math.floor(milliseconds / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};

export const size = (bytes) => {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} KB`;
};

// 快 means that the phone is ahead of the server.
export const offset = (milliseconds) => {
  const seconds = Math.abs(milliseconds) / 1000;
  if (seconds < 0.05) return "准确";
  const told = seconds < 60 ? `${seconds.toFixed(1)} 秒` : `${Math.floor(seconds / 60)} 分 ${Math.round(seconds % 60)} 秒`;
  return `${milliseconds > 0 ? "快" : "慢"} ${told}`;
};

const dueWords = (one) => {
  const at = Date.parse(one.due);
  const last = beijing(at);
  const whole = last.getUTCHours() === 23 && last.getUTCMinutes() === 59;
  return whole ? day(at) : `${day(at)}${clock(at)}`;
};

// Until when a recording has to be in the store: looked up in what the server last worked out, never reckoned here.
export const due = (known, kind, ended) => {
  const table = known?.storing?.[kind] ?? known?.storing?.[""] ?? [];
  const one = table.find((row) => row.day === dayKey(ended));
  if (!one) return { words: "存入期限以服务器计算为准", late: false, article: "" };
  const late = Date.now() > Date.parse(one.due);
  const words = one.exact ? `至迟 ${dueWords(one)} 存入` : `最早 ${dueWords(one)} 到期，以服务器计算为准`;
  return { words: late ? `${words}，已过期限` : words, late, article: one.article, at: Date.parse(one.due) };
};
