// The calculators, in a worker: loads Pyodide and the compiled Python once, then answers messages.
// In:  {kind: "start", runtime, state, fromMemory} and {kind: "ask", id, message}; fromMemory: it may start only
//      from what was kept
// Out: {kind: "progress", loaded, total}, {kind: "ready"}, {kind: "kept"}, {kind: "answer", id, answer},
//      {kind: "failed", id?, reason}

import { addressOf, forget, keep, keepFiles, kept, memoryOf } from "./memory.js";
import { inOneFile, place } from "./one-file.js";

/** @typedef {{name: string, size: number}} RuntimeFile */
/** @typedef {{engine: string, library: string, lock: object, packed: Object<string, number>, pyodide: RuntimeFile[], code: RuntimeFile, letters: RuntimeFile, law: Object<string, RuntimeFile>, forms: RuntimeFile}} Manifest */

/** @type {any} */ let python = null;
/** @type {Manifest} */ let manifest;
let base = "";
let loaded = 0;
let total = 0;
const have = new Set();
/** True once somebody listens. */
let isHeard = false;
/** What did not come before anybody listened. */
let missing = "";

/** @param {object} message */
function tell(message) {
  if (isHeard) postMessage(message);
}

/** @param {number} bytes */
function progressed(bytes) {
  loaded += bytes;
  tell({ kind: "progress", loaded: Math.min(loaded, total), total });
}

const plainFetch = self.fetch.bind(self);
/** Asked for before their turn, so that the line never waits for a script to run. @type {Map<string, Promise<Response | undefined>>} */
const coming = new Map();

/** @param {string} url */
function askEarly(url) {
  const response = onThePhone(url).then((before) => (before === undefined ? plainFetch(url) : before ?? undefined));
  response.catch(() => {}); // whoever needs it is told
  coming.set(url, response);
}

/** What is kept of a file; null for a packed one that unpack.js keeps unpacked; undefined if it has to come.
 * @param {string} url @returns {Promise<Response | null | undefined>} */
async function onThePhone(url) {
  try {
    if (url.endsWith(".xz") && (await caches.match(url.slice(0, -".xz".length)))) return null;
    return await caches.match(url);
  } catch {
    return undefined; // this browser keeps nothing
  }
}

/** A response that is whole and well; the page is told at once of one that is not, since Pyodide would wait on.
 * @param {RequestInfo | URL} input @param {RequestInit} [init] */
async function arrived(input, init) {
  try {
    const url = new URL(input instanceof Request ? input.url : input, base).href;
    const response = (await coming.get(url)) ?? (await plainFetch(input, init));
    coming.delete(url);
    if (!response.ok) throw new Error(`${response.status} for ${new URL(response.url).pathname}`);
    return response;
  } catch (error) {
    missing = String(error);
    tell({ kind: "failed", reason: missing });
    throw error;
  }
}

/** Fetch that counts what arrives. Pyodide's own fetches go through it too.
 * @param {RequestInfo | URL} input @param {RequestInit} [init] */
async function countedFetch(input, init) {
  const response = await arrived(input, init);
  if (!response.body) return response;
  const counter = new TransformStream({
    transform(chunk, controller) {
      progressed(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { status: response.status, headers: response.headers });
}
self.fetch = countedFetch;

/** @param {RuntimeFile} file */
async function bytes(file) {
  return (await countedFetch(base + file.name)).arrayBuffer();
}

/** Put an archive into Python's library once. @param {RuntimeFile} file */
async function install(file) {
  if (have.has(file.name)) return;
  place(python.FS, manifest.library, inOneFile(await bytes(file)));
  have.add(file.name);
}

/** Put a data file where the calculators read it. @param {RuntimeFile} file */
async function data(file) {
  if (have.has(file.name)) return;
  place(python.FS, `${manifest.library}/calculators/data`, { [file.name]: new Uint8Array(await bytes(file)) });
  have.add(file.name);
}

/** @param {{runtime: string, state: string, fromMemory: boolean}} asked */
async function start(asked) {
  base = asked.runtime;
  askEarly(`${base}manifest.json`);
  manifest = await (await arrived(`${base}manifest.json`)).json();
  const law = manifest.law[asked.state];
  const files = [manifest.code, law, manifest.forms];
  total = [...manifest.pyodide, ...files].reduce((sum, file) => sum + file.size, 0);
  const engine = new URL(manifest.engine, base).href;
  const address = addressOf(base, asked.state);
  for (const file of [...manifest.pyodide, ...files]) if (!/\.m?js$/.test(file.name)) askEarly(new URL(file.name, base).href);
  const modules = Promise.all([import(`${engine}pyodide.mjs`), import(`${engine}unpack.js`)]);
  const memory = await kept(address);
  if (asked.fromMemory && !memory) throw new Error("what was kept for this start is gone");
  python = await load(engine, await modules, memory ? { _loadSnapshot: memory.arriving } : { _makeSnapshot: true }).catch(async (error) => {
    if (memory) await forget(address); // the next start is a whole one
    throw error;
  });
  const script = manifest.pyodide.find((file) => file.name.endsWith(".asm.js"));
  progressed(script ? script.size : 0);
  await Promise.all([install(manifest.code), data(law), data(manifest.forms)]);
  if (!memory) {
    call("get_ready", asked.state, "case deadlines");
    keepMemory(address, [...manifest.pyodide, ...files]).catch((error) => console.warn("The memory cannot be kept:", error));
  }
}

/** @param {string} engine its folder @param {any[]} modules @param {object} how */
function load(engine, [{ loadPyodide }, { unpacking }], how) {
  self.fetch = unpacking(countedFetch, manifest.packed, progressed);
  compileEarly(`${engine}pyodide.asm.wasm`);
  return loadPyodide({ indexURL: engine, packageBaseUrl: engine, lockFileContents: manifest.lock, checkAPIVersion: true, ...how });
}

/** Compile while Pyodide's script comes and is read, which would begin it only then. Pyodide's own request for the
 * WebAssembly gets an empty answer, for what it does with it is done here. @param {string} url of the WebAssembly */
function compileEarly(url) {
  const arriving = self.fetch;
  const compiled = WebAssembly.compileStreaming(arriving(url));
  compiled.catch(() => {}); // whoever needs it is told
  self.fetch = async (input, init) => (String(input instanceof Request ? input.url : input) === url ? new Response() : arriving(input, init));
  const plain = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    WebAssembly.instantiateStreaming = plain;
    const module = await compiled;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

/** Keep what the next start needs, so that it needs no network. @param {string} address @param {RuntimeFile[]} files */
async function keepMemory(address, files) {
  if (!(await keep(address, memoryOf(python)))) return;
  const packed = Object.keys(manifest.packed).map((name) => `${name}.xz`);
  const plain = files.map((file) => new URL(file.name, base).href).filter((url) => !packed.some((name) => url.endsWith(name)));
  if (await keepFiles([`${base}manifest.json`, ...plain])) tell({ kind: "kept" });
}

/** What a function of calculators/page.py answers. @param {string} name @param {string[]} given */
function call(name, ...given) {
  const page = python.pyimport("calculators.page");
  try {
    return page[name](...given);
  } finally {
    page.destroy();
  }
}

/** @param {{id: number, message: {calculator: string, state: string}}} asked */
async function ask(asked) {
  const { calculator, state } = asked.message;
  await data(manifest.law[state]);
  if (calculator === "letter") await install(manifest.letters);
  postMessage({ kind: "answer", id: asked.id, answer: JSON.parse(call("ask", JSON.stringify(asked.message))) });
}

/** @type {Promise<void>} */ let started;

// Begun by the page before its scripts came: what its memory is of stands in its name (runtime.js).
if (self.name) {
  const [runtime, state] = self.name.split(" ");
  started = start({ runtime, state, fromMemory: true });
  started.catch(() => {}); // who asks is told
}

addEventListener("message", async (event) => {
  const asked = event.data;
  isHeard = true;
  try {
    if (asked.kind === "start") {
      if (missing) throw new Error(missing);
      started ??= start(asked);
      await started;
      tell({ kind: "ready" });
    } else {
      await started;
      await ask(asked);
    }
  } catch (error) {
    tell({ kind: "failed", id: asked.id, reason: String(error) });
  }
});
