// Starts Pyodide with WebAssembly that was compiled while its scripts came, and again from a memory that was kept (memory.js).

/** Compile while Pyodide's script comes and is read, which would begin it only then. Pyodide's own request for the
 * WebAssembly gets an empty answer, for what it does with it is done here. @param {string} url of the WebAssembly */
export function compileEarly(url) {
  const arriving = self.fetch;
  handOver(WebAssembly.compileStreaming(arriving(url)));
  self.fetch = async (input, init) => (String(input instanceof Request ? input.url : input) === url ? new Response() : arriving(input, init));
}

/** Start from a memory that was kept, and go no further than Pyodide must: where its functions stand is known, and what
 * would make all of Python reachable from JavaScript takes longer than all the rest. Files are not in a memory.
 * @param {import("./memory.js").Kept} kept @param {Promise<WebAssembly.Module>} compiled @param {(settings: object) => Promise<any>} loadPyodide
 * @param {object} settings @returns {Promise<any>} Emscripten's module */
export async function startAgain(kept, compiled, loadPyodide, settings) {
  handOver(compiled);
  self.fetch = async () => new Response(); // the WebAssembly is here, and the library is put there later
  const scope = /** @type {{_createPyodideModule: (settings: any) => Promise<any>}} */ (/** @type {unknown} */ (self));
  const create = scope._createPyodideModule;
  /** @type {any} */ let module;
  scope._createPyodideModule = async (given) => {
    const memory = new WebAssembly.Memory(kept.pages);
    module = await create(Object.assign(given, { wasmMemory: memory }));
    const { API } = given;
    API.restoreSnapshot = () => {
      kept.putInto(memory);
      return {}; // there is one
    };
    API.rawRun = () => { throw ENOUGH; };
    return module;
  };
  try {
    await loadPyodide({ ...settings, _loadSnapshot: new Uint8Array(1) });
  } catch (stopped) {
    if (stopped !== ENOUGH) throw stopped;
  }
  return module;
}

/** Stops Pyodide's start before the first line of Python that it would run. */
const ENOUGH = new Error("Pyodide has gone far enough");

/** Give Pyodide what is compiled elsewhere, when it would compile. @param {Promise<WebAssembly.Module>} compiled */
function handOver(compiled) {
  compiled.catch(() => {}); // whoever needs it is told
  const plain = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    WebAssembly.instantiateStreaming = plain;
    const module = await compiled;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}
