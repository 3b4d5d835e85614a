// The engine of the first answer, in its own worker, so that it can answer while Pyodide starts in another.
// Its modules are in two bundles: those that count from one date, and all others (macros/engines/micropython/first_engine.py).
// In:  {kind: "start", folder, sizes, calculator, state}, {kind: "state", state} and {kind: "ask", id, message}
// Out: same as worker.js

import { arrived, imported, whyNot } from "./arrived.js";
import { start } from "./first-engine.js";
import { leaveTheNetwork } from "./no-network.js";
import { unbundled } from "./bundle.js";

/** @typedef {"script" | "wasm" | "code" | "more" | "law"} Kind */

/** Downloaded size by kind of file, for the progress bar. @type {Partial<Record<Kind, number>> | undefined} */
let sizes;
const come = /** @type {Set<Kind>} */ (new Set());
let folder = "";
let calculator = "";
/** The calculator that needs the first bundle alone. */
const COUNT = "deadlines";

/** @template T @param {Promise<T>} coming @param {Kind} kind @returns {Promise<T>} */
async function counted(coming, kind) {
  const found = await coming;
  come.add(kind);
  progressed();
  return found;
}

function progressed() {
  if (!sizes) return;
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  postMessage({ kind: "progress", loaded: [...come].reduce((sum, kind) => sum + (sizes?.[kind] ?? 0), 0), total });
}

const plain = self.fetch.bind(self);

/** @type {Map<string, Promise<void>>} */ const known = new Map();
/** @type {Promise<import("./first-engine.js").Engine>} */ let engine;
/** @type {Promise<void> | undefined} */ let record;

/** Load everything in parallel: when the port's script requests its wasm, it gets the response already under way, which the
 * browser compiles while it streams. @returns {Promise<import("./first-engine.js").Engine>} */
async function begin() {
  const address = `${folder}micropython.wasm`;
  const wasm = arrived(plain, address);
  wasm.catch(() => {}); // handled where it is awaited
  self.fetch = (input, init) => (input === address ? counted(wasm, "wasm") : plain(input, init));
  const [{ loadMicroPython }, modules] = await Promise.all([
    counted(imported(`${folder}micropython.js`, plain), "script"),
    counted(arrived(plain, `${folder}calculators.bin`).then((whole) => whole.arrayBuffer()), "code"),
  ]);
  const started = await start(loadMicroPython, address, unbundled(modules));
  leaveTheNetwork();
  return started;
}

/** Fetch the second bundle, once unless that failed. */
function more() {
  record ??= counted(arrived(plain, `${folder}record.bin`).then((whole) => whole.arrayBuffer()), "more").then(async (modules) => {
    (await engine).place(unbundled(modules));
  });
  record.catch(() => (record = undefined));
  return record;
}

/** A state's law, fetched and loaded once. @param {string} state */
function law(state) {
  const found = known.get(state) ?? counted(arrived(plain, `${folder}${state}.json`).then((whole) => whole.json()), "law").then(async (came) => {
    const { place, getReady } = await engine;
    if (calculator !== COUNT) await more();
    place(came);
    getReady(state, calculator);
  });
  known.set(state, found);
  return found;
}

/** Answer with the first bundle, or with both if a module of the second is missing, such as the reader of closed days.
 * @param {object} message */
async function answered(message) {
  const { ask } = await engine;
  const words = JSON.stringify(message);
  try {
    return JSON.parse(ask(words));
  } catch (error) {
    if (!String(error).includes("ImportError")) throw error;
    await more();
    return JSON.parse(ask(words));
  }
}

/** Start what the page's calculator needs. */
function setOut() {
  engine ??= begin();
  engine.catch(() => {}); // handled where it is awaited
  if (calculator !== COUNT) more();
}

// Started by the page before its scripts arrived: the worker's name is its folder and its calculator.
if (self.name) {
  [folder, calculator] = self.name.split("#");
  setOut();
}

addEventListener("message", async ({ data }) => {
  try {
    if (data.kind === "start") {
      ({ folder, sizes, calculator } = data);
      if (calculator === COUNT) delete sizes?.more; // loaded after the first answer
      setOut();
      progressed();
      await Promise.all([engine, data.state && law(data.state)]);
      postMessage({ kind: "ready" });
      more();
    } else if (data.kind === "state") {
      await law(data.state);
    } else {
      await law(data.message.state);
      postMessage({ kind: "answer", id: data.id, answer: await answered(data.message) });
    }
  } catch (error) {
    postMessage({ kind: "failed", id: data.id, why: whyNot(error), reason: String(error) });
  }
});
