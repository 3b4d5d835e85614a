// One worker a page, started when a parent touches a form or comes close to one.

/** @typedef {{loaded: number, total: number}} Progress */

/** What went wrong on the way to an answer. `kind` is "cancelled", "offline", "slow" or "failed". */
export class RuntimeFailure extends Error {
  /** @param {"cancelled" | "offline" | "slow" | "failed"} kind @param {string} [reason] */
  constructor(kind, reason = "") {
    super(reason);
    this.kind = kind;
  }
}

const SILENCE = 60_000;

/** @type {Worker | null} */ let worker = null;
/** @type {Map<number, {resolve: (answer: any) => void, reject: (failure: RuntimeFailure) => void}>} */
const waiting = new Map();
/** @type {Set<(progress: Progress) => void>} */ const watchers = new Set();
/** @type {Progress | null} */ let latest = null;
let nextId = 1;
let ready = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */ let silence;

/** Begin to load, if it has not begun. @param {string} runtime address of the runtime folder @param {string} state */
export function start(runtime, state) {
  if (worker) return;
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", (event) => heard(event.data));
  worker.addEventListener("error", (event) => stop(new RuntimeFailure("failed", event.message)));
  worker.postMessage({ kind: "start", runtime: new URL(runtime, document.baseURI).href, state });
  stillThere();
}

/** Ask the calculators. @param {object} message @returns {Promise<any>} */
export function ask(message) {
  return new Promise((resolve, reject) => {
    const id = nextId++;
    waiting.set(id, { resolve, reject });
    worker?.postMessage({ kind: "ask", id, message });
    stillThere();
  });
}

/** Stop loading; whoever waits is told. */
export function cancel() {
  stop(new RuntimeFailure("cancelled"));
}

/** @returns {boolean} true once the calculators can answer */
export function isReady() {
  return ready;
}

/** Be told how much has arrived, at once and from now on. @param {(progress: Progress) => void} watcher */
export function watch(watcher) {
  watchers.add(watcher);
  if (latest) watcher(latest);
  return () => watchers.delete(watcher);
}

/** @param {any} said */
function heard(said) {
  stillThere();
  if (said.kind === "progress") {
    latest = said;
    watchers.forEach((watcher) => watcher(said));
  }
  if (said.kind === "ready") ready = true;
  if (said.kind === "answer") {
    waiting.get(said.id)?.resolve(said.answer);
    waiting.delete(said.id);
  }
  if (said.kind === "failed") stop(new RuntimeFailure(navigator.onLine ? "failed" : "offline", said.reason));
  if (!waiting.size && ready) clearTimeout(silence);
}

function stillThere() {
  clearTimeout(silence);
  silence = setTimeout(() => stop(new RuntimeFailure(navigator.onLine ? "slow" : "offline")), SILENCE);
}

/** @param {RuntimeFailure} failure */
function stop(failure) {
  clearTimeout(silence);
  worker?.terminate();
  worker = null;
  ready = false;
  latest = null;
  waiting.forEach(({ reject }) => reject(failure));
  waiting.clear();
}
