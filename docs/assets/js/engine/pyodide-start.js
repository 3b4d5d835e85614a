// Starts Pyodide. Contains everything our scripts rely on beyond Pyodide's documentation: its file names, that its loader accepts
// a script already loaded, and how it requests its WebAssembly (tests/engines/test_pyodide_start.py verifies each). It is used
// with the trimmed Pyodide only; a failed start is repeated the documented way.

import { imported, NotArrived } from "./arrived.js";

export const SCRIPT = "pyodide.asm.js";
const LOADER = "pyodide.js", WASM = "pyodide.asm.wasm";

/** Pyodide's folder; whether it is trimmed; the options for `loadPyodide`; and what to do before a second attempt.
 * @typedef {{engine: string, isCut: boolean, settings: object, afresh: () => Promise<void>}} Start */

/** Prefetch the scripts of the quick start. @param {string} engine @param {import("./arrived.js").Fetch} get used to find out why one failed */
export const fetchScripts = (engine, get) => Promise.all([LOADER, SCRIPT].map((name) => imported(engine + name, get)));

/** @param {Start} how @returns {Promise<any>} Pyodide */
export async function startPyodide(how) {
  if (!how.isCut) return plainStart(how);
  try {
    return await quickStart(how);
  } catch (error) {
    if (error instanceof NotArrived) throw error;
    console.warn("Pyodide did not start in our quick way. It starts in its own:", error);
    await how.afresh();
    return plainStart(how);
  }
}

/** The documented way. @param {Start} how */
async function plainStart({ engine, settings }) {
  const { loadPyodide } = await imported(engine + LOADER, self.fetch);
  return withInstantiation(WebAssembly.instantiateStreaming.bind(WebAssembly), () => loadPyodide(settings));
}

/** In parallel: compile the WebAssembly while the scripts load and run, which would otherwise start it last. Pyodide's own request
 * gets an empty response, because its result is supplied here. @param {Start} how */
async function quickStart({ engine, settings }) {
  const { fetch } = self, url = engine + WASM;
  const compiled = WebAssembly.compileStreaming(fetch(url));
  compiled.catch(() => {}); // handled where it is awaited
  self.fetch = async (input, init) => (String(input instanceof Request ? input.url : input) === url ? new Response() : fetch(input, init));
  try {
    const [{ loadPyodide }] = await fetchScripts(engine, fetch);
    return await withInstantiation(async (_source, imports) => {
      const module = await compiled;
      return { module, instance: await WebAssembly.instantiate(module, imports) };
    }, () => withoutTraces(() => loadPyodide(settings)));
  } finally {
    self.fetch = fetch;
  }
}

/** Replace WebAssembly instantiation while `start` runs. Pyodide would wait forever for a module that fails: here it rejects.
 * @template T @param {typeof WebAssembly.instantiateStreaming} instantiate @param {() => Promise<T>} start @returns {Promise<T>} */
async function withInstantiation(instantiate, start) {
  const plain = WebAssembly.instantiateStreaming;
  try {
    return await new Promise((resolve, reject) => {
      WebAssembly.instantiateStreaming = async (source, imports) => {
        try {
          return await instantiate(source, imports);
        } catch (error) {
          reject(error);
          throw error;
        }
      };
      start().then(resolve, reject);
    });
  } finally {
    WebAssembly.instantiateStreaming = plain;
  }
}

/** Emscripten probes for files by throwing errors, and for each stack trace the browser would parse its script again.
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
