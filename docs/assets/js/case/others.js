// My case: the children not shown. Python is asked about each, with its own state and dates, so that late items top the list.

import { ask } from "./ask.js";
import { besidesOf, whose } from "./besides.js";
import { box, keptInputs, state as shown } from "./fields.js";
import { child, kids } from "./kept.js";
import { instead, readyToShow, showToday } from "./today.js";
import * as runtime from "../engine/runtime.js";
import { sayDiffers } from "../form/form.js";
import * as store from "../records/store.js";

/** The set of dates and limits that holds in every state. */
const FEDERAL = "US";
const NOT_READ = "Some days could not be read, and are not counted here.";
const NO_STATE = "No state is chosen, so no days are counted.";
const FAILED = "The days could not be counted just now.";

/** Numbers the rounds, so that a late answer does not replace a newer one. */
let round = 0;
/** The question that the lines shown answer, by child. @type {Map<string, string>} */ const answered = new Map();

/** The day on which the others were asked about, if there are any. */
let day = "";
export const areOld = () => day !== "" && day !== new Date().toDateString();

/** Discard pending answers: their data was deleted. */
export function dropOthers() {
  round += 1;
  answered.clear();
}

/** @param {string} asOf the day of counting, as typed; empty for today */
export async function askOthers(asOf) {
  const mine = ++round;
  day = kids.length > 1 ? new Date().toDateString() : "";
  answered.delete(child);
  for (const kid of kids.filter(({ id }) => id !== child)) {
    const kept = await store.read(kid.id), besides = await besidesOf(kid.id, kept), given = keptInputs(kept);
    if (mine !== round) return;
    const key = JSON.stringify([kid, kept, besides, asOf, day]);
    if (answered.get(kid.id) === key) continue;
    const { list, failed, asked } = await listOf(kid, kept.state, given, besides, asOf);
    if (mine !== round) return;
    if (failed) answered.delete(kid.id);
    else answered.set(kid.id, key);
    showToday(list, kid.id);
    if (asked) lookOverList(kid.id, asked, () => answered.get(kid.id) === key);
  }
}

/** A child's lines; `asked` is what Pyodide should verify.
 * @param {{id: string, name: string}} kid @param {string} state @param {{dated: object, all: Object<string, string>}} given @param {object} besides @param {string} asOf
 * @returns {Promise<{list: import("./today.js").List | null, failed?: true, asked?: {message: any, said: any, put: (said: any) => void}}>} */
async function listOf(kid, state, given, besides, asOf) {
  if (!Object.keys({ ...given.dated, ...besides }).length) return { list: null };
  if (!state) return Object.keys(besides).length ? withoutState(kid, given.all, besides, asOf) : { list: instead(kid, NO_STATE) };
  return asking(kid, state, { ...given.all, as_of: asOf }, besides);
}

/** A child's lines that need no state's law: what was promised, what nobody logged, days out against the federal limit.
 * @param {{id: string, name: string}} kid @param {Object<string, string>} given @param {object} besides @param {string} asOf */
export const withoutState = (kid, { discreet = "" }, besides, asOf) => asking(kid, FEDERAL, { discreet, as_of: asOf }, { ...besides, no_state: "yes" });

/** @param {{id: string, name: string}} kid @param {string} state @param {Object<string, string>} given @param {object} besides
 * @returns {ReturnType<typeof listOf>} */
async function asking(kid, state, given, besides) {
  runtime.start(box, "case", shown.value || state);
  try {
    const { message, answered: came, problems } = await ask(state, given, { ...besides, ...whose(kid.id) });
    await readyToShow();
    const unread = instead(kid, NOT_READ), wrong = Object.keys(problems).some((name) => name !== "as_of") ? unread.lines : [];
    const all = (/** @type {any} */ said) => ({ ...said.data.today, lines: [...wrong, ...said.data.today.lines] });
    if (!came) return { list: unread };
    const asked = { message, said: came.said, put: (/** @type {any} */ said) => showToday(all(said), kid.id) };
    return { list: all(came.said), ...(came.engine === "micropython" ? { asked } : {}) };
  } catch (failure) {
    if (!(failure instanceof runtime.RuntimeFailure)) throw failure;
    return { list: instead(kid, FAILED), failed: true };
  }
}

/** Let Pyodide look over a child's lines. @param {string} id @param {{message: any, said: any, put: (said: any) => void}} asked @param {() => boolean} isCurrent */
export async function lookOverList(id, { message, said, put }, isCurrent) {
  const looked = await runtime.check(message, said, id);
  if (!looked || !isCurrent()) return;
  if (looked.verdict !== "same" && looked.said.data) put(looked.said);
  if (looked.verdict === "differs") sayDiffers(box, { message, micropython: said, pyodide: looked.said });
}
