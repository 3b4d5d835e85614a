// One engine: a worker that loads Python and answers messages, and its failures.

import { program } from "../trusted.js";
import { notRun, whyNot } from "./arrived.js";

/** @typedef {{loaded: number, total: number}} Progress */

/** Why there is no answer. `kind` is "cancelled", "offline", "slow", "failed", a reason from arrived.js, "lost": a part of the
 * page did not load, or "killed": the last start did not finish. */
export class RuntimeFailure extends Error {
  /** @param {"cancelled" | "offline" | "slow" | "failed" | "lost" | "killed" | import("./arrived.js").Why} kind @param {string} [reason] */
  constructor(kind, reason = "") {
    super(reason);
    this.kind = kind;
  }
}

/** Milliseconds of silence after which an engine is given up, while loading and while answering. */
const SILENCE = 60_000;
const NO_ANSWER = 20_000;

/** The worker that the page started before its scripts (macros/theme/partials/early.html), if it is this one.
 * @param {string} script @param {string} name @returns {Worker | undefined} */
function begun(script, name) {
  const { early } = /** @type {{early?: {script: string, name: string, worker: Worker, failed: boolean}}} */ (globalThis);
  if (early?.script !== script) return undefined;
  delete (/** @type {any} */ (globalThis).early);
  if (early.name === name && !early.failed) return early.worker;
  early.worker.terminate(); // for another state, or its script failed
  return undefined;
}

export class Engine {
  /** @type {Worker | null} */ #worker = null;
  /** @type {Map<number, {resolve: (answer: any) => void, reject: (failure: RuntimeFailure) => void}>} */ #waiting = new Map();
  /** @type {Set<(progress: Progress) => void>} */ #watchers = new Set();
  /** @type {Progress | null} */ #latest = null;
  /** @type {{resolve: () => void, reject: (failure: RuntimeFailure) => void}[]} */ #starting = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #silence;
  #nextId = 1;
  #script;
  /** True once it can answer. */
  isReady = false;

  /** @param {string} script of the worker, beside this file */
  constructor(script) {
    this.#script = script;
  }

  /** True from its start until it fails or is stopped. */
  get isRunning() {
    return this.#worker !== null;
  }

  /** Start loading, unless running. @param {object} how the worker's settings
   * @param {string} name the name it would have if the page had started it early */
  start(how, name) {
    if (this.#worker) return;
    const worker = begun(this.#script, name) ?? new Worker(program(new URL(this.#script, import.meta.url)), { type: "module" });
    this.#worker = worker;
    // Ignore late messages of a stopped worker.
    worker.addEventListener("message", (event) => worker === this.#worker && this.#heard(event.data));
    worker.addEventListener("error", (event) => this.#died(worker, event.message));
    this.tell({ kind: "start", ...how });
    this.#stillThere();
  }

  /** @param {object} message that has no answer */
  tell(message) {
    this.#worker?.postMessage(message);
  }

  /** Send a message to the calculators. @param {object} message @returns {Promise<any>} */
  ask(message) {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.tell({ kind: "ask", id, message });
      this.#stillThere();
    });
  }

  /** Resolves once it can answer. @returns {Promise<void>} */
  whenReady() {
    return this.isReady ? Promise.resolve() : new Promise((resolve, reject) => this.#starting.push({ resolve, reject }));
  }

  /** Report download progress, now and from now on. @param {(progress: Progress) => void} watcher */
  watch(watcher) {
    this.#watchers.add(watcher);
    if (this.#latest) watcher(this.#latest);
    return () => this.#watchers.delete(watcher);
  }

  /** Stop if nobody is waiting for an answer. */
  retire() {
    if (!this.#waiting.size && !this.#starting.length) this.stop(new RuntimeFailure("cancelled"));
  }

  /** Stop; pending requests are rejected with `failure`. @param {RuntimeFailure} failure */
  stop(failure) {
    clearTimeout(this.#silence);
    this.#worker?.terminate();
    this.#worker = null;
    this.isReady = false;
    this.#latest = null;
    this.#waiting.forEach(({ reject }) => reject(failure));
    this.#waiting.clear();
    this.#starting.splice(0).forEach(({ reject }) => reject(failure));
  }

  /** @param {any} said */
  #heard(said) {
    this.#stillThere();
    if (said.kind === "progress") {
      this.#latest = said;
      this.#watchers.forEach((watcher) => watcher(said));
    }
    if (said.kind === "ready") {
      this.isReady = true;
      this.#starting.splice(0).forEach(({ resolve }) => resolve());
    }
    if (said.kind === "answer") {
      this.#waiting.get(said.id)?.resolve(said.answer);
      this.#waiting.delete(said.id);
    }
    if (said.kind === "failed") this.#failed(said.why, said.reason);
    if (!this.#waiting.size && this.isReady) clearTimeout(this.#silence);
  }

  /** A worker whose script did not arrive reports nothing; a truncated one has a syntax error.
   * @param {Worker} worker @param {string | undefined} message */
  async #died(worker, message) {
    const ran = message && !message.includes("SyntaxError");
    const why = ran ? undefined : await notRun((input, init) => fetch(input, init), new URL(this.#script, import.meta.url), message ?? "").catch(whyNot);
    if (worker === this.#worker) this.#failed(why, message ?? "");
  }

  /** @param {import("./arrived.js").Why | undefined} why @param {string} reason */
  #failed(why, reason) {
    this.stop(new RuntimeFailure(why === "broken" && !navigator.onLine ? "offline" : why ?? "failed", reason));
  }

  #stillThere() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.stop(new RuntimeFailure(this.isReady || navigator.onLine ? "slow" : "offline")), this.isReady ? NO_ANSWER : SILENCE);
  }
}
