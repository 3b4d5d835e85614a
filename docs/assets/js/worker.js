// The calculators, in a worker: loads Pyodide and the compiled Python once, then answers messages.
// In:  {kind: "start", runtime, state} and {kind: "ask", id, message}
// Out: {kind: "progress", loaded, total}, {kind: "ready"}, {kind: "answer", id, answer}, {kind: "failed", id?, reason}

/** @typedef {{name: string, size: number}} RuntimeFile */
/** @typedef {{engine: string, packed: Object<string, number>, pyodide: RuntimeFile[], code: RuntimeFile, letters: RuntimeFile, law: Object<string, RuntimeFile>, forms: RuntimeFile}} Manifest */

/** @type {any} */ let python = null;
/** @type {Manifest} */ let manifest;
let base = "";
let loaded = 0;
let total = 0;
const have = new Set();

/** @param {number} bytes */
function progressed(bytes) {
  loaded += bytes;
  postMessage({ kind: "progress", loaded: Math.min(loaded, total), total });
}

const plainFetch = self.fetch.bind(self);
/** Asked for before their turn, so that the line never waits for a script to run. @type {Map<string, Promise<Response | undefined>>} */
const coming = new Map();

/** @param {string} url */
function askEarly(url) {
  const response = unpackedBefore(url).then((before) => (before ? undefined : plainFetch(url)));
  response.catch(() => {}); // whoever needs it is told
  coming.set(url, response);
}

/** What unpack.js kept of a packed file, which then need not come again. @param {string} url */
async function unpackedBefore(url) {
  return url.endsWith(".xz") && "caches" in self ? caches.match(url.slice(0, -".xz".length)).catch(() => undefined) : undefined;
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
    postMessage({ kind: "failed", reason: String(error) });
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

/** Unpack an archive into Python's library once. @param {RuntimeFile} file @param {string} format */
async function install(file, format) {
  if (have.has(file.name)) return;
  python.unpackArchive(await bytes(file), format);
  have.add(file.name);
}

/** Put a data file where the calculators read it. @param {RuntimeFile} file @param {string} name */
async function place(file, name) {
  if (have.has(file.name)) return;
  const folder = python.runPython("import calculators.law as law; str(law.DATA)");
  python.FS.mkdirTree(folder);
  python.FS.writeFile(`${folder}/${name}`, new Uint8Array(await bytes(file)));
  have.add(file.name);
}

/** @param {{runtime: string, state: string}} asked */
async function start(asked) {
  base = asked.runtime;
  manifest = await (await arrived(base + "manifest.json")).json();
  const law = manifest.law[asked.state];
  total = [...manifest.pyodide, manifest.code, manifest.forms, law].reduce((sum, file) => sum + file.size, 0);
  const script = manifest.pyodide.find((file) => file.name.endsWith(".asm.js"));
  const engine = new URL(manifest.engine, base).href;
  for (const file of [...manifest.pyodide, manifest.code, law, manifest.forms]) if (!/\.m?js$/.test(file.name)) askEarly(new URL(file.name, base).href);
  const [{ loadPyodide }, { unpacking }] = await Promise.all([import(`${engine}pyodide.mjs`), import(`${engine}unpack.js`)]);
  self.fetch = unpacking(countedFetch, manifest.packed, progressed);
  python = await loadPyodide({ indexURL: engine, checkAPIVersion: true });
  progressed(script ? script.size : 0);
  await install(manifest.code, "wheel");
  postMessage({ kind: "ready" });
}

/** @param {{id: number, message: {calculator: string, state: string}}} asked */
async function ask(asked) {
  const { calculator, state } = asked.message;
  await place(manifest.law[state], `${state}.json`);
  await place(manifest.forms, "letters.json");
  if (calculator === "letter") await install(manifest.letters, "zip");
  const page = python.pyimport("calculators.page");
  const answer = JSON.parse(page.ask(JSON.stringify(asked.message)));
  page.destroy();
  postMessage({ kind: "answer", id: asked.id, answer });
}

/** @type {Promise<void>} */ let started;

addEventListener("message", async (event) => {
  const asked = event.data;
  try {
    if (asked.kind === "start") {
      started = start(asked);
      await started;
    } else {
      await started;
      await ask(asked);
    }
  } catch (error) {
    postMessage({ kind: "failed", id: asked.id, reason: String(error) });
  }
});
