// The calculators, in a worker: loads Pyodide and the compiled Python once, then answers messages.
// In:  {kind: "start", runtime, state, fromMemory, keeps} and {kind: "ask", id, message}; fromMemory: it may start only
//      from what was kept
// Out: {kind: "progress", loaded, total}, {kind: "ready"}, {kind: "kept"}, {kind: "answer", id, answer},
//      {kind: "failed", id?, reason}

import { addressOf, forget, keep, keepFiles, kept } from "./memory.js";
import { leaveTheNetwork } from "./no-network.js";
import { inOneFile, place } from "./one-file.js";
import { compileEarly, startAgain } from "./web-assembly.js";

/** @typedef {{name: string, size: number}} RuntimeFile */
/** @typedef {{engine: string, library: string, lock: object, packed: Object<string, number>, pyodide: RuntimeFile[], code: RuntimeFile, letters: RuntimeFile, law: Object<string, RuntimeFile>, forms: RuntimeFile}} Manifest */
/** @typedef {{calculator: string, state: string}} Question */

const [LOADER, SCRIPT, WASM, LIBRARY] = ["pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"];
/** What a memory is kept with: these answer from it alone. */
const PREPARED = ["case", "closed_days", "deadlines", "notes", "service_log"];
/** Milliseconds after which a Python of a memory gets its files, if nothing asked for them before. */
const LATER = 1500;

/** So often a question is answered again for nobody, after so many milliseconds in which nothing was asked: what has run a
 * few times the browser compiles well, and the next answer, while somebody types, takes a third of the time. */
const PRACTICE = 20, REST = 1000;

/** In which Python's files stand. @type {any} */ let fileSystem;
/** What calculators/message.py answers. @type {(message: string) => string} */ let answer;
/** @type {Manifest} */ let manifest;
let base = "";
/** The folder of Pyodide itself. */
let engine = "";
let loaded = 0;
let total = 0;
const have = new Set();
/** The memory that Python started from, if it did. @type {{address: string, state: string} | undefined} */ let memory;
/** What is no part of a memory, once it was asked for. @type {Promise<void> | undefined} */
let files;
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

/** A response that is whole and well; of one that is not the page is told at once, since a whole start would wait on.
 * @param {RequestInfo | URL} input @param {RequestInit} [init] */
async function arrived(input, init) {
  try {
    const url = new URL(input instanceof Request ? input.url : input, base).href;
    const response = (await coming.get(url)) ?? (await plainFetch(input, init));
    coming.delete(url);
    if (!response.ok) throw new Error(`${response.status} for ${new URL(response.url).pathname}`);
    return response;
  } catch (error) {
    if (memory) throw error; // it can do without, until it is asked for more
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
  place(fileSystem, manifest.library, inOneFile(await (arriving ?? bytes(file))));
  have.add(file.name);
}

/** Put a data file where the calculators read it. @param {RuntimeFile} file @param {Promise<ArrayBuffer>} [arriving] its content */
async function data(file, arriving) {
  if (have.has(file.name)) return;
  place(fileSystem, `${manifest.library}/calculators/data`, { [file.name]: new Uint8Array(await (arriving ?? bytes(file))) });
  have.add(file.name);
}

/** @param {{runtime: string, state: string, fromMemory: boolean, keeps: boolean}} asked keeps: its memory is kept for the next start */
async function start({ runtime, state, fromMemory, keeps }) {
  base = runtime;
  const address = addressOf(base, state);
  const found = kept(address);
  askEarly(`${base}manifest.json`);
  manifest = await (await arrived(`${base}manifest.json`)).json();
  engine = new URL(manifest.engine, base).href;
  const before = await found;
  if (before) return again(address, state, before.arriving);
  if (fromMemory) throw new Error("what was kept for this start is gone");
  return whole(address, state, keeps);
}

/** @param {string} address @param {string} state @param {Promise<import("./memory.js").Kept>} arriving */
async function again(address, state, arriving) {
  memory = { address, state };
  try {
    const compiled = WebAssembly.compileStreaming(onThePhone(engine + WASM).then((there) => there ?? plainFetch(engine + WASM)));
    compiled.catch(() => {}); // whoever needs it is told
    const [{ loadPyodide }, found] = await Promise.all([import(engine + LOADER), arriving, import(engine + SCRIPT)]);
    const module = await withoutTraces(() => startAgain(found, compiled, loadPyodide, settings()));
    fileSystem = module.FS;
    answer = (message) => module.callPyObject(found.ask, [message]);
    leaveTheNetwork();
    setTimeout(() => filesOfMemory().catch(() => {}), LATER); // whoever needs them is told
  } catch (error) {
    await forget(address); // the next start is a whole one
    throw error;
  }
}

/** A start from what came over the network. @param {string} address @param {string} state @param {boolean} keeps */
async function whole(address, state, keeps) {
  const law = manifest.law[state];
  const own = [manifest.code, law, manifest.forms];
  total = [...manifest.pyodide, ...own].reduce((sum, file) => sum + file.size, 0);
  for (const file of [...manifest.pyodide, ...own]) if (!/\.m?js$/.test(file.name)) askEarly(new URL(file.name, base).href);
  const scripts = ["unpack.js", LOADER, SCRIPT].map((name) => import(engine + name));
  const coming = own.map(bytes);
  for (const one of [...scripts, ...coming]) one.catch(() => {}); // whoever needs it is told
  self.fetch = (await scripts[0]).unpacking(countedFetch, manifest.packed, progressed);
  compileEarly(engine + WASM);
  const [, { loadPyodide }] = await Promise.all(scripts);
  const pyodide = await withoutTraces(() => loadPyodide(settings()));
  progressed(manifest.pyodide.find((file) => file.name.endsWith(SCRIPT))?.size ?? 0);
  fileSystem = pyodide.FS;
  await Promise.all([install(manifest.code, coming[0]), data(law, coming[1]), data(manifest.forms, coming[2])]);
  const message = pyodide.pyimport("calculators.message");
  message.get_ready(state, PREPARED.join(" "));
  answer = message.ask;
  leaveTheNetwork();
  if (!keeps) return; // a copy of the memory is as large as the memory
  const { HEAP8, PyProxy_getPtr } = pyodide._module;
  keepMemory(address, new Uint8Array(HEAP8.buffer), PyProxy_getPtr(answer), [...manifest.pyodide, ...own])
    .catch((error) => console.warn("The memory cannot be kept:", error));
}

const settings = () => ({ indexURL: engine, packageBaseUrl: engine, lockFileContents: manifest.lock, checkAPIVersion: true });

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

/** Keep what the next start needs, so that it needs no network. @param {string} address @param {Uint8Array<ArrayBuffer>} memory
 * @param {number} ask where `ask` stands in it @param {RuntimeFile[]} files */
async function keepMemory(address, memory, ask, files) {
  if (!(await keep(address, memory, ask))) return;
  const packed = Object.keys(manifest.packed).map((name) => `${name}.xz`);
  const plain = files.map((file) => new URL(file.name, base).href).filter((url) => !packed.some((name) => url.endsWith(name)));
  if (await keepFiles([`${base}manifest.json`, ...plain], plainFetch)) tell({ kind: "kept" });
}

/** Give a Python of a memory its files, once. */
const filesOfMemory = () => (files ??= memory ? putFiles(memory.state) : Promise.resolve());

/** @param {string} state */
async function putFiles(state) {
  const library = await onThePhone(engine + LIBRARY);
  if (!library) throw new Error(`${LIBRARY} is gone`);
  const [zip] = fileSystem.readdir("/lib").filter((/** @type {string} */ name) => name.endsWith(".zip"));
  fileSystem.writeFile(`/lib/${zip}`, new Uint8Array(await library.arrayBuffer()));
  await Promise.all([install(manifest.code), data(manifest.law[state]), data(manifest.forms)]);
}

/** What a question needs that is not there yet. @param {Question} message */
async function filesFor({ calculator, state }) {
  if (memory?.state === state && PREPARED.includes(calculator)) return;
  await filesOfMemory();
  await data(manifest.law[state]);
  if (calculator === "letter") await install(manifest.letters);
}

/** @param {{id: number, message: Question}} asked */
async function ask({ id, message }) {
  try {
    await filesFor(message);
    const question = JSON.stringify(message);
    clearTimeout(practising);
    postMessage({ kind: "answer", id, answer: JSON.parse(answer(question)) });
    if (PREPARED.includes(message.calculator) && !practised.has(message.calculator)) practise(message.calculator, question);
  } catch (error) {
    if (memory) await forget(memory.address); // the next start is a whole one
    throw error;
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */ let practising;
/** Calculators that have run often enough. @type {Set<string>} */ const practised = new Set();

/** @param {string} calculator @param {string} question */
function practise(calculator, question, times = 0) {
  practising = setTimeout(() => {
    answer(question);
    if (times + 1 < PRACTICE) practise(calculator, question, times + 1);
    else practised.add(calculator);
  }, times ? 0 : REST);
}

/** @type {Promise<void>} */ let started;

// Begun by the page before its scripts came: what its memory is of stands in its name (runtime.js).
if (self.name) {
  const [runtime, state] = self.name.split(" ");
  started = start({ runtime, state, fromMemory: true, keeps: false });
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
