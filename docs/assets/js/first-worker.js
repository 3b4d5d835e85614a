// The engine that answers first, in a worker of its own, so that it answers while Pyodide starts in another.
// In:  {kind: "start", folder, sizes, calculator, state}, {kind: "state", state} and {kind: "ask", id, message}
// Out: as worker.js

import { start } from "./first-engine.js";
import { inOneFile } from "./one-file.js";

/** Of each kind of file in bytes on the phone, for the progress bar. @type {{script: number, wasm: number, code: number, law: number}} */
let sizes;
let loaded = 0;
let folder = "";
let calculator = "";

/** @template T @param {Promise<T>} coming @param {number} size @returns {Promise<T>} */
async function counted(coming, size) {
  const come = await coming;
  const total = sizes.script + sizes.wasm + sizes.code + sizes.law;
  loaded += size;
  postMessage({ kind: "progress", loaded: Math.min(loaded, total), total });
  return come;
}

/** @param {string} name of a file of the engine */
async function arrived(name) {
  const response = await fetch(folder + name);
  if (!response.ok) throw new Error(`${response.status} for ${name}`);
  return response;
}

/** @type {Map<string, Promise<void>>} */ const known = new Map();
/** @type {Promise<import("./first-engine.js").Engine>} */ let engine;

/** Everything at once: the port's script asks for its wasm when it runs, and gets the answer that is already on its way,
 * which the browser compiles while it comes. @returns {Promise<import("./first-engine.js").Engine>} */
async function begin() {
  const address = `${folder}micropython.wasm`;
  const plain = self.fetch.bind(self);
  const wasm = plain(address);
  wasm.catch(() => {}); // whoever asks for it is told
  self.fetch = (input, init) => (input === address ? counted(wasm, sizes.wasm) : plain(input, init));
  const [{ loadMicroPython }, modules] = await Promise.all([
    counted(import(`${folder}micropython.js`), sizes.script),
    counted(arrived("calculators.bin").then((whole) => whole.arrayBuffer()), sizes.code),
  ]);
  return start(loadMicroPython, address, inOneFile(modules));
}

/** A state's law, fetched and read once. @param {string} state */
function law(state) {
  const found = known.get(state) ?? counted(arrived(`${state}.json`).then((whole) => whole.json()), sizes.law).then(async (came) => {
    const { place, getReady } = await engine;
    place(came);
    getReady(state, calculator);
  });
  known.set(state, found);
  return found;
}

addEventListener("message", async ({ data }) => {
  try {
    if (data.kind === "start") {
      ({ folder, sizes, calculator } = data);
      engine = begin();
      await Promise.all([engine, data.state && law(data.state)]);
      postMessage({ kind: "ready" });
    } else if (data.kind === "state") {
      await law(data.state);
    } else {
      await law(data.message.state);
      const answer = JSON.parse((await engine).ask(JSON.stringify(data.message)));
      postMessage({ kind: "answer", id: data.id, answer });
    }
  } catch (error) {
    postMessage({ kind: "failed", id: data.id, reason: String(error) });
  }
});
