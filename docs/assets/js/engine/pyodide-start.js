// Starts Pyodide, and has all that our scripts know of it beyond its documentation: the names of its files, that its loader takes
// a script that is there already, and how it asks for its WebAssembly. tests/engines/test_pyodide_start.py holds each of them.
// They are used with the cut Pyodide alone; a start that goes wrong is done again without them.

import { imported, NotArrived } from "./arrived.js";

export const SCRIPT = "pyodide.asm.js";
const LOADER = "pyodide.js", WASM = "pyodide.asm.wasm";

/** @typedef {{engine: string, isCut: boolean, settings: object, afresh: () => Promise<void>}} Start the folder of Pyodide; true if it
 * is the cut one; what `loadPyodide` is told; and what is done before a second try */

/** Fetch what the quick start runs, before its turn. @param {string} engine @param {import("./arrived.js").Fetch} get what finds out
 * why one did not come */
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

/** As the documentation says. @param {Start} how */
async function plainStart({ engine, settings }) {
  const { loadPyodide } = await imported(engine + LOADER, self.fetch);
  return withInstantiation(WebAssembly.instantiateStreaming.bind(WebAssembly), () => loadPyodide(settings));
}

/** Everything at once: the WebAssembly is compiled while the scripts come and are read, which would begin it only then. Pyodide's
 * own request for it gets an empty answer, for what it does with it is done here. @param {Start} how */
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

/** Instantiate in a given way while `start` runs. Pyodide waits for ever after a module that does not fit: here it fails.
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
