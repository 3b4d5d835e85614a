// Starts a Pyodide whose functions say whether they were called, and prints the numbers of those that were:
// node executed.mjs ENGINE LIBRARY MARK CODE
// ENGINE: folder with Pyodide's files, not packed. LIBRARY: the calculators and what they import. CODE: Python.

const [engine, library, mark, code] = process.argv.slice(2);
/** @type {WebAssembly.Instance} */ let started;
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  const instance = made.instance ?? made;
  if (Object.keys(instance.exports).length > 100) started = instance; // the other one is Pyodide's own small helper
  return made;
};
const { loadPyodide } = await import(`${engine}/pyodide.mjs`);
const python = await loadPyodide({ indexURL: `${engine}/`, _makeSnapshot: true });
python.FS.mkdirTree("/calculators");
python.FS.mount(python.FS.filesystems.NODEFS, { root: library }, "/calculators");
python.runPython("import sys; sys.path.append('/calculators')");
python.runPython(code);
const ran = Object.entries(started.exports).filter(([name, value]) => name.startsWith(mark) && value.value);
process.stdout.write(JSON.stringify(ran.map(([name]) => Number(name.slice(mark.length)))), () => process.exit(0));
