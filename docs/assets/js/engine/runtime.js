// Two engines, one code base: a small one counts days and answers first; Pyodide does everything and verifies that answer. Once
// Pyodide is ready it answers alone.
//
// A benchmark may rely on: a result (.pt-result) has data-engine="micropython" or "pyodide", after the engine that gave or
// confirmed the answer shown; performance mark "pt:first-answer" when a page's first answer is on it, and "pt:ready" when
// Pyodide has given or confirmed one. Each mark is set once.

import { note, recall, STARTING } from "../records/keys.js";
import { Engine, RuntimeFailure } from "./engine.js";

export { RuntimeFailure };

/** @typedef {"micropython" | "pyodide"} Name */
/** One question to Python. @typedef {{calculator: string | undefined, state: string, inputs: object, preset?: object, dates?: string[]}} Message */
/** Both engines' folders, the small one's sizes, the calculator, and the parent's state ("" if unknown).
 * @typedef {{runtime: string, first: string, sizes: object, calculator: string | undefined, state: string}} Place */

/** The small engine's calculators: macros/engines/micropython/first_engine.py. */
const COUNTS = new Set(["case", "closed_days", "deadlines", "notes", "service_log"]);
/** Failures after which the small engine is no longer used. */
const TRIES = 2;
/** Milliseconds without a newer answer before Pyodide verifies the last one. */
const SETTLED = 300;

const first = new Engine("first-worker.js");
const pyodide = new Engine("worker.js");
/** @type {Place} */ let place;
let failures = 0;
/** Number of verifications, by what the answers are about. @type {Map<string, number>} */ const checks = new Map();
/** True after Pyodide failed to load for a verification. It is tried again when needed. */
let unreachable = false;
/** True after a start that did not finish: the small engine does what it can, and Pyodide starts only if a parent asks again for
 * what nothing else can do. */
let wasKilled = recall(STARTING) !== null;
/** True once the parent was told so. */
let wasTold = false;

/** True if the phone asks to save data: then Pyodide is loaded only for what the small engine cannot do. */
export const savesData = Boolean(/** @type {any} */ (navigator).connection?.saveData);

/** @param {string | undefined} calculator */
const counts = (calculator) => COUNTS.has(calculator ?? "") && failures < TRIES;
/** @param {string} address */
const whole = (address) => new URL(address, document.baseURI).href;

/** Start loading the engine for `calculator`, unless started.
 * @param {HTMLElement} box with the folders of the engines @param {string | undefined} calculator @param {string} state */
export function start(box, calculator, state) {
  const { runtime, first: folder, sizes } = box.dataset;
  place = { runtime: whole(runtime ?? ""), first: whole(folder ?? ""), sizes: JSON.parse(sizes ?? "{}"), calculator, state };
  if (wasKilled && !counts(calculator)) return;
  if (!counts(calculator) || pyodide.isReady) return startPyodide();
  if (!first.isRunning) startFirst();
  else if (state) first.tell({ kind: "state", state });
}

function startFirst() {
  first.start({ folder: place.first, sizes: place.sizes, calculator: place.calculator, state: place.state }, `${place.first}#${place.calculator}`);
}

function startPyodide() {
  if (pyodide.isRunning) return;
  pyodide.start({ runtime: place.runtime, state: place.state || "US" }, "");
  noteStart();
}

/** Record that Pyodide is starting, until it is ready, has failed, or the parent leaves the page. */
function noteStart() {
  const ended = () => note(STARTING, null);
  note("paper-trail.memory", null); // from an earlier version: revealed the state of a memory snapshot
  note(STARTING, "1");
  addEventListener("pagehide", ended, { once: true });
  pyodide.whenReady().then(() => (wasKilled = false), () => {}).then(ended);
}

/** Ask the calculators; the first engine that is ready answers. Call `start` first.
 * @param {Message} message @returns {Promise<{said: any, engine: Name}>} */
export async function ask(message) {
  if (counts(message.calculator) && !pyodide.isReady) {
    try {
      startFirst();
      return { said: await first.ask(message), engine: "micropython" };
    } catch (failure) {
      if (/** @type {RuntimeFailure} */ (failure).kind === "cancelled") throw failure;
      failures += 1;
      console.warn("The first engine cannot answer:", failure);
    }
  }
  if (wasKilled && !wasTold) {
    wasTold = true;
    throw new RuntimeFailure("killed");
  }
  startPyodide();
  const wasReady = pyodide.isReady;
  try {
    return { said: await pyodide.ask(message), engine: "pyodide" };
  } catch (failure) {
    if (/** @type {RuntimeFailure} */ (failure).kind === "cancelled" || !wasReady) throw failure;
    return ask(message);
  }
}

/** @type {Map<string | undefined, {words: string, made: string}>} */ const moments = new Map();

/** The time of a question, for the calendar file in its answer: a later file replaces an earlier one. An immediate repeat of the same
 * question keeps its time, so that nothing on the page changes.
 * @param {{calculator: string | undefined, state: string, inputs: object, preset?: object}} question @returns {string} in UTC */
export function moment(question) {
  const words = JSON.stringify(question);
  const last = moments.get(question.calculator);
  const made = last?.words === words ? last.made : new Date().toISOString();
  moments.set(question.calculator, { words, made });
  return made;
}

/** Let Pyodide verify an answer shown on the page. Resolves with its answer and a verdict: `same`; `newer` if both engines now agree
 * on another answer, because a day passed; or `differs`, which is a bug. Undefined if a newer answer is verified instead, if
 * Pyodide cannot be loaded, or if this phone saves data.
 * @param {Message} message @param {any} shown the small engine's answer @param {string} [of] which of several answers on a page
 * @returns {Promise<{verdict: "same" | "newer" | "differs", said: any} | undefined>} */
export async function check(message, shown, of = "") {
  const turn = (checks.get(of) ?? 0) + 1, isOld = () => turn !== checks.get(of);
  checks.set(of, turn);
  if (unreachable || wasKilled || (savesData && !pyodide.isRunning)) return undefined;
  try {
    await painted(); // Pyodide's megabytes must not delay what the parent waits for
    if (pyodide.isReady) await later(SETTLED);
    if (isOld()) return undefined;
    startPyodide();
    await pyodide.whenReady();
    if (isOld()) return undefined;
    const said = await pyodide.ask(message);
    if (isOld()) return undefined;
    if (isSame(said, shown)) {
      first.retire(); // from now on Pyodide answers, just as fast and without verification
      return { verdict: "same", said };
    }
    startFirst();
    return { verdict: isSame(said, await first.ask(message)) ? "newer" : "differs", said };
  } catch (failure) {
    unreachable = /** @type {RuntimeFailure} */ (failure).kind !== "cancelled";
    if (unreachable) console.warn("Pyodide cannot look over the answer:", failure);
    return undefined; // the answer stands, unverified
  }
}

/** @param {any} one @param {any} other */
function isSame(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** The same value with object keys sorted. @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}

/** Resolves after the next paint; a background page does not paint. */
const painted = () => Promise.race([new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))), later(SETTLED)]);
/** @param {number} milliseconds */
const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Stop loading; pending requests are rejected. */
export function cancel() {
  for (const engine of [first, pyodide]) engine.stop(new RuntimeFailure("cancelled"));
}

/** @param {string | undefined} calculator @returns {boolean} true once it can be answered */
export function isReady(calculator) {
  return (counts(calculator) && first.isReady) || pyodide.isReady;
}

/** @param {string | undefined} calculator @returns {boolean} true if the engine must start only on a parent's press: the
 * phone saves data, or killed the last start, which the parent is told first */
export function waitsToBeAsked(calculator) {
  return !isReady(calculator) && (savesData || (wasKilled && !counts(calculator)));
}

/** @param {string | undefined} calculator @returns {boolean} true if it can be answered as fast as somebody types */
export function isLive(calculator) {
  return COUNTS.has(calculator ?? "") && (first.isReady || pyodide.isReady);
}

/** @param {string | undefined} calculator @returns {boolean} true if it is answered that fast, now or once what is on the way has come */
export function isComing(calculator) {
  return COUNTS.has(calculator ?? "") && (first.isRunning || pyodide.isRunning);
}

/** Set the attribute and marks of an answer on the page, which benchmarks read. @param {HTMLElement} place @param {Name} engine */
export function mark(place, engine) {
  place.dataset.engine = engine;
  for (const name of ["pt:first-answer", ...(engine === "pyodide" ? ["pt:ready"] : [])]) {
    if (!performance.getEntriesByName(name).length) performance.mark(name);
  }
}

/** Report download progress, now and from now on. @param {(progress: import("./engine.js").Progress) => void} watcher */
export function watch(watcher) {
  const stops = [first, pyodide].map((engine) => engine.watch(watcher));
  return () => stops.forEach((stop) => stop());
}
