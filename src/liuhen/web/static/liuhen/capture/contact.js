// 联系服务器: who is signed in, what he takes along, and by how much this phone's clock is off.
import * as vault from "./vault.js";
import { SignedOut, ask } from "./sending.js";

const PATIENCE = 8000; // milliseconds

export const state = {
  person: "",
  known: null, // what the server said last, as it lies encrypted on the phone
  locked: false, // the server said that nobody is signed in any more
  online: false, // it answered when it was asked last
  csrf: "",
  barred: "",
};

const measured = (asked, answered, told) => ({ offset_ms: Math.round((asked + answered) / 2 - told), within: Math.round((answered - asked) / 2), at: answered });

const learn = async (told, asked, answered) => {
  const { csrf, ...rest } = told;
  state.csrf = csrf;
  state.person = told.person;
  state.known = { ...rest, clock: measured(asked, answered, told.now) };
  state.locked = false;
  await vault.keepKnown(state.person, state.known);
  await vault.remember(state.person, false);
};

const lock = async () => {
  state.locked = true;
  state.csrf = "";
  if (state.person) await vault.remember(state.person, true);
};

export const signedOut = lock;

// What the phone knew when it was last in touch; nothing of it leaves the person whose key it is.
export const recall = async () => {
  const last = await vault.last();
  if (!last) return;
  state.person = last.person;
  state.locked = last.locked;
  state.known = await vault.known(last.person);
};

export const contact = async () => {
  const asked = Date.now();
  try {
    const answer = await ask(document.documentElement.dataset.known, { signal: AbortSignal.timeout(PATIENCE) });
    const answered = Date.now();
    if (answer.status === 403) {
      state.barred = (await answer.json()).message;
      state.online = true;
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    await learn(await answer.json(), asked, answered);
    state.online = true;
    state.barred = "";
  } catch (fault) {
    state.online = fault instanceof SignedOut;
    if (fault instanceof SignedOut) await lock();
  }
};

export const chosen = (ref) => (state.locked ? null : state.known?.cases.find((one) => one.ref === ref) ?? null);
