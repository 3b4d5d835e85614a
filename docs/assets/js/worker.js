// The calculators, in a worker: loads Pyodide and the compiled Python once, then answers messages.
// In:  {kind: "start", runtime, state, fromMemory} and {kind: "ask", id, message}; fromMemory: it may start only
//      from what was kept
// Out: {kind: "progress", loaded, total}, {kind: "ready"}, {kind: "kept", engine}, {kind: "answer", id, answer},
//      {kind: "failed", id?, reason}

import { addressOf, forget, keep, keepFiles, kept, memoryOf } from "./memory.js";
import { inOneFile, place } from "./one-file.js";
import { beginWith, compileEarly } from "./web-assembly.js";

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

/** Put an archive into Python's library once. @param {RuntimeFile} file @param {Promise<ArrayBuffer>} [arriving] its content */
async function install(file, arriving) {
  if (have.has(file.name)) return;
  place(python.FS, manifest.library, inOneFile(await (arriving ?? bytes(file))));
  have.add(file.name);
}

/** Put a data file where the calculators read it. @param {RuntimeFile} file @param {Promise<ArrayBuffer>} [arriving] its content */
async function data(file, arriving) {
  if (have.has(file.name)) return;
  place(python.FS, `${manifest.library}/calculators/data`, { [file.name]: new Uint8Array(await (arriving ?? bytes(file))) });
  have.add(file.name);
}

/** @param {{runtime: string, state: string, fromMemory: boolean}} asked */
async function start(asked) {
  base = asked.runtime;
  const address = addressOf(base, asked.state);
  const found = kept(address);
  askEarly(`${base}manifest.json`);
  manifest = await (await arrived(`${base}manifest.json`)).json();
  const law = manifest.law[asked.state];
  const files = [manifest.code, law, manifest.forms];
  total = [...manifest.pyodide, ...files].reduce((sum, file) => sum + file.size, 0);
  const engine = new URL(manifest.engine, base).href;
  for (const file of [...manifest.pyodide, ...files]) if (!/\.m?js$/.test(file.name)) askEarly(new URL(file.name, base).href);
  const scripts = ["unpack.js", "pyodide.mjs", "pyodide.asm.js"].map((name) => import(engine + name));
  const [code, own, forms] = files.map(bytes);
  for (const coming of [...scripts, code, own, forms]) coming.catch(() => {}); // whoever needs it is told
  const memory = await found;
  if (asked.fromMemory && !memory) throw new Error("what was kept for this start is gone");
  python = await load(engine, scripts, memory).catch(async (error) => {
    if (memory) await forget(address); // the next start is a whole one
    throw error;
  });
  const script = manifest.pyodide.find((file) => file.name.endsWith(".asm.js"));
  progressed(script ? script.size : 0);
  await Promise.all([install(manifest.code, code), data(law, own), data(manifest.forms, forms)]);
  if (!memory) {
    call("get_ready", asked.state, "case deadlines");
    keepMemory(address, [...manifest.pyodide, ...files]).catch((error) => console.warn("The memory cannot be kept:", error));
  }
}

/** @param {string} engine its folder @param {Promise<any>[]} scripts @param {{arriving: Promise<import("./memory.js").Kept>} | undefined} memory */
async function load(engine, [unpacker, loader, pyodide], memory) {
  self.fetch = (await unpacker).unpacking(countedFetch, manifest.packed, progressed);
  compileEarly(`${engine}pyodide.asm.wasm`);
  const [{ loadPyodide }, before] = await Promise.all([loader, memory?.arriving, pyodide]);
  if (before) beginWith(before);
  const how = before ? { _loadSnapshot: before.head } : { _makeSnapshot: true };
  return withoutTraces(() => loadPyodide({ indexURL: engine, packageBaseUrl: engine, lockFileContents: manifest.lock, checkAPIVersion: true, ...how }));
}

/** Emscripten asks for files by errors: for each the browser would read its script again, to say where that was.
 * @template T @param {() => Promise<T>} act @returns {Promise<T>} */
async function withoutTraces(act) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return await act();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** Keep what the next start needs, so that it needs no network. @param {string} address @param {RuntimeFile[]} files */
async function keepMemory(address, files) {
  if (!(await keep(address, memoryOf(python)))) return;
  const packed = Object.keys(manifest.packed).map((name) => `${name}.xz`);
  const plain = files.map((file) => new URL(file.name, base).href).filter((url) => !packed.some((name) => url.endsWith(name)));
  if (await keepFiles([`${base}manifest.json`, ...plain])) tell({ kind: "kept", engine: new URL(manifest.engine, base).href });
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
