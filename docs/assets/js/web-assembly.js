// Compiles Pyodide's WebAssembly before Pyodide asks for it, and gives Pyodide a memory that was kept (memory.js).

/** Compile while Pyodide's script comes and is read, which would begin it only then. Pyodide's own request for the
 * WebAssembly gets an empty answer, for what it does with it is done here. @param {string} url of the WebAssembly */
export function compileEarly(url) {
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

/** Let Pyodide, whose script is there, begin with what was kept in the place of a new memory. Pyodide itself would take
 * it whole: twice its size, and every empty page of it written. @param {import("./memory.js").Kept} kept */
export function beginWith(kept) {
  const scope = /** @type {{_createPyodideModule: (settings: any) => Promise<any>}} */ (/** @type {unknown} */ (self));
  const create = scope._createPyodideModule;
  scope._createPyodideModule = async (settings) => {
    const memory = new WebAssembly.Memory(kept.pages);
    const module = await create(Object.assign(settings, { wasmMemory: memory }));
    const { API } = settings;
    const { restoreSnapshot } = API;
    API.restoreSnapshot = (/** @type {Uint8Array} */ head) => {
      kept.putInto(memory);
      return restoreSnapshot(head);
    };
    return module;
  };
}
