// My case: the children that are not shown. Python is asked of each, with its own state and days, so that what is late stands on top.

import { ask } from "./ask.js";
import { besidesOf, whose } from "./besides.js";
import { box, keptInputs } from "./fields.js";
import { child, kids } from "./kept.js";
import { instead, showToday } from "./today.js";
import * as runtime from "../engine/runtime.js";
import { sayDiffers } from "../form/form.js";
import * as store from "../records/store.js";

const NOT_READ = "Some days could not be read, and are not counted here.";
const NO_STATE = "No state is chosen, so no days are counted.";
const FAILED = "The days could not be counted just now.";

/** Counts the rounds, so that an answer that comes late does not cover a newer one. */
let round = 0;
/** What the lines that stand there answer, by child. @type {Map<string, string>} */ const answered = new Map();

/** The day on which they were asked of, where there are others. */
let day = "";
export const areOld = () => day !== "" && day !== new Date().toDateString();

/** What is on its way is of what is deleted. */
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
    if (!Object.keys({ ...given.dated, ...besides }).length) showToday(null, kid.id);
    else if (!kept.state) showToday(instead(kid, NO_STATE), kid.id);
    else if (!(await show(kid, kept.state, { ...given.all, as_of: asOf }, { ...besides, ...whose(kid.id) }, () => mine === round))) continue;
    if (mine === round) answered.set(kid.id, key);
  }
}

/** @param {{id: string, name: string}} kid @param {string} state @param {Object<string, string>} given @param {object} besides
 * @param {() => boolean} isCurrent @returns {Promise<boolean>} whether that is an answer */
async function show(kid, state, given, besides, isCurrent) {
  runtime.start(box, "case", state);
  try {
    const { message, answered: came, problems } = await ask(state, given, besides);
    if (!isCurrent()) return false;
    const wrong = Object.keys(problems).length ? instead(kid, NOT_READ).lines : [];
    const put = (/** @type {any} */ said) => showToday({ ...said.data.today, lines: [...wrong, ...said.data.today.lines] }, kid.id);
    if (!came) return showToday(instead(kid, NOT_READ), kid.id), true;
    put(came.said);
    if (came.engine === "micropython") lookOver(kid.id, message, came.said, isCurrent, put);
    return true;
  } catch (failure) {
    if (!(failure instanceof runtime.RuntimeFailure)) throw failure;
    if (isCurrent()) showToday(instead(kid, FAILED), kid.id);
    return false;
  }
}

/** @param {string} id @param {any} message @param {any} said @param {() => boolean} isCurrent @param {(said: any) => void} put */
async function lookOver(id, message, said, isCurrent, put) {
  const looked = await runtime.check(message, said, id);
  if (!looked || !isCurrent()) return;
  if (looked.verdict !== "same" && looked.said.data) put(looked.said);
  if (looked.verdict === "differs") sayDiffers(box, { message, micropython: said, pyodide: looked.said });
}
