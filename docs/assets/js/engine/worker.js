// The Pyodide worker: loads Pyodide and the compiled calculators once, then answers messages.
// In:  {kind: "start", runtime, state} and {kind: "ask", id, message}
// Out: {kind: "progress", loaded, total}, {kind: "ready"}, {kind: "answer", id, answer}, {kind: "failed", why?, reason}

import { arrived, imported, NotArrived, whyNot } from "./arrived.js";
import { forgetFiles, keepFiles } from "./engine-cache.js";
import { leaveTheNetwork } from "./no-network.js";
import { unbundled, place } from "./bundle.js";
import { fetchScripts, SCRIPT, startPyodide } from "./pyodide-start.js";

/** @typedef {{name: string, size: number}} RuntimeFile */
/** @typedef {{engine: string, cut: boolean, library: string, lock: object, packed: Object<string, number>, pyodide: RuntimeFile[], code: RuntimeFile, letters: RuntimeFile, law: Object<string, RuntimeFile>, forms: RuntimeFile}} Manifest */
/** @typedef {{calculator: string, state: string}} Question */

/** Warmed up before the first question. */
const PREPARED = ["case", "closed_days", "deadlines", "notes", "service_log"];

/** Holds Python's files. @type {any} */ let fileSystem;
/** calculators/message.py's `ask`. @type {(message: string) => string} */ let answer;
/** @type {Manifest} */ let manifest;
let base = "";
/** Pyodide's own folder. */
let engine = "";
let loaded = 0;
let total = 0;
const have = new Set();

/** @param {number} bytes */
function progressed(bytes) {
  loaded += bytes;
  postMessage({ kind: "progress", loaded: Math.min(loaded, total), total });
}

const plainFetch = self.fetch.bind(self);
/** Requests sent ahead of use, so that the network is never idle while a script runs.
 * @type {Map<string, Promise<Response | undefined>>} */
const coming = new Map();

/** @param {string} url */
function askEarly(url) {
  const response = onThePhone(url).then((before) => (before === undefined ? plainFetch(url) : before ?? undefined));
  response.catch(() => {}); // handled where it is awaited
  coming.set(url, response);
}

/** The cached response for a file; null for a packed one, which unpack.js caches unpacked; undefined if it must be fetched.
 * @param {string} url @returns {Promise<Response | null | undefined>} */
async function onThePhone(url) {
  try {
    if (url.endsWith(".xz") && (await caches.match(url.slice(0, -".xz".length)))) return null;
    return await caches.match(url);
  } catch {
    return undefined; // no cache in this browser
  }
}

/** Tell the page that this worker cannot go on. @param {unknown} error */
const fail = (error) => postMessage({ kind: "failed", why: whyNot(error), reason: String(error) });

/** A cached file is unusable. @param {string} url @param {unknown} what is wrong with it */
function damaged(url, what) {
  forgetFiles([url]);
  return new NotArrived("broken", `${what}: ${url}`);
}

/** A response from our host; a failure is reported at once, because the start would wait for it forever.
 * @param {RequestInfo | URL} input @param {RequestInit} [init] */
async function came(input, init) {
  const url = addressOf(input), early = coming.get(url);
  coming.delete(url); // a retry after a failed start needs a response of its own
  try {
    return await arrived(async (_, how) => (how?.cache !== "reload" && (await early)) || plainFetch(input, how), input, init);
  } catch (error) {
    fail(error);
    throw error;
  }
}

/** @param {RequestInfo | URL} input */
const addressOf = (input) => new URL(input instanceof Request ? input.url : input, base).href;

/** Sizes of the manifest's files, by URL. @type {Map<string, number>} */
const sizes = new Map();

/** A fetch that counts bytes and reports incomplete downloads to the page; also used for Pyodide's own fetches.
 * @param {RequestInfo | URL} input @param {RequestInit} [init] */
async function countedFetch(input, init) {
  const response = await came(input, init), url = addressOf(input);
  if (!response.body) return response;
  let count = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      count += chunk.byteLength;
      progressed(chunk.byteLength);
      controller.enqueue(chunk);
    },
    flush() {
      if ((sizes.get(url) ?? count) !== count) throw damaged(url, `${count} bytes of ${sizes.get(url)}`);
    },
  });
  response.body.pipeTo(counter.writable).catch((error) => {
    if (error instanceof NotArrived) fail(error);
    else if (error instanceof TypeError) fail(new NotArrived("broken", String(error))); // other errors are the reader's
  });
  return new Response(counter.readable, { status: response.status, headers: response.headers });
}
self.fetch = countedFetch;

/** @param {RuntimeFile} file */
async function bytes(file) {
  return (await countedFetch(base + file.name)).arrayBuffer();
}

/** Add an archive to Python's library, once. @param {RuntimeFile} file @param {Promise<ArrayBuffer>} [arriving] its content */
async function install(file, arriving) {
  if (have.has(file.name)) return;
  place(fileSystem, manifest.library, unbundled(await (arriving ?? bytes(file))));
  have.add(file.name);
}

/** Put a data file where the calculators read it.
 * @param {RuntimeFile} file @param {Promise<ArrayBuffer>} [arriving] its content */
async function data(file, arriving) {
  if (have.has(file.name)) return;
  place(fileSystem, `${manifest.library}/calculators/data`, { [file.name]: new Uint8Array(await (arriving ?? bytes(file))) });
  have.add(file.name);
}

/** @param {{runtime: string, state: string}} asked */
async function start({ runtime, state }) {
  base = runtime;
  const listed = `${base}manifest.json`;
  manifest = await (await came(listed)).json().catch((/** @type {unknown} */ error) => {
    throw damaged(listed, error);
  });
  engine = new URL(manifest.engine, base).href;
  const law = manifest.law[state];
  const own = [manifest.code, law, manifest.forms];
  const all = [...manifest.pyodide, ...own];
  for (const { name, size } of [...all, manifest.letters, ...Object.values(manifest.law)]) sizes.set(addressOf(name), size);
  total = all.reduce((sum, file) => sum + file.size, 0);
  for (const file of all) if (!/\.m?js$/.test(file.name)) askEarly(new URL(file.name, base).href);
  if (manifest.cut) fetchScripts(engine, plainFetch).catch(() => {}); // handled where they are awaited
  const coming = own.map(bytes);
  for (const one of coming) one.catch(() => {}); // handled where it is awaited
  self.fetch = (await imported(`${engine}unpack.js`, plainFetch)).unpacking(countedFetch, manifest.packed, progressed);
  const pyodide = await startPyodide({ engine, isCut: manifest.cut, settings: settings(), afresh });
  progressed(manifest.pyodide.find((file) => file.name.endsWith(SCRIPT))?.size ?? 0);
  fileSystem = pyodide.FS;
  await Promise.all([install(manifest.code, coming[0]), data(law, coming[1]), data(manifest.forms, coming[2])]);
  pyodide.pyimport("calculators.warm_up").warm_up(state, PREPARED.join(" "));
  answer = pyodide.pyimport("calculators.message").ask;
  leaveTheNetwork();
  const packed = Object.keys(manifest.packed).map((name) => `${name}.xz`); // unpack.js caches their unpacked form
  const plain = all.map((file) => new URL(file.name, base).href).filter((url) => !packed.some((name) => url.endsWith(name)));
  keepFiles([listed, ...plain], plainFetch);
}

/** Before Pyodide is started again: cached unpacked files may be damaged. */
const afresh = () => forgetFiles(Object.keys(manifest.packed).map((name) => engine + name));

const settings = () => ({ indexURL: engine, packageBaseUrl: engine, lockFileContents: manifest.lock, checkAPIVersion: true });

/** The files a question needs that are not loaded yet. @param {Question} message */
async function filesFor({ calculator, state }) {
  await data(manifest.law[state]);
  if (calculator === "letter") await install(manifest.letters);
}

/** @param {{id: number, message: Question}} asked */
async function ask({ id, message }) {
  await filesFor(message);
  postMessage({ kind: "answer", id, answer: JSON.parse(answer(JSON.stringify(message))) });
}

/** @type {Promise<void>} */ let started;

addEventListener("message", async (event) => {
  const asked = event.data;
  try {
    if (asked.kind === "start") {
      started ??= start(asked);
      await started;
      postMessage({ kind: "ready" });
    } else {
      await started;
      await ask(asked);
    }
  } catch (error) {
    fail(error);
  }
});
