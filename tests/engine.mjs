// Runs CPython's own tests in a Pyodide: node engine.mjs ENGINE LIBRARY TESTS NAME...
// ENGINE: folder with Pyodide's files, not packed. LIBRARY: Pyodide's whole library, for what the tests themselves import.
// TESTS: the folder of CPython's package "test". Prints one JSON line: {name: {ran, skipped, wrong: {test: last line}}}.

const [engine, library, tests, ...names] = process.argv.slice(2);

const RUN = `
import io, json, sys, warnings
sys.path += ["/rest/library.zip", "/rest"]
import unittest
warnings.simplefilter("ignore")

def last_line(text):
    return text.strip().splitlines()[-1][:160]

def run(name):
    suite = unittest.defaultTestLoader.loadTestsFromName("test." + name)
    result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
    wrong = {test.id(): last_line(text) for test, text in [*result.failures, *result.errors]}
    return {"ran": result.testsRun, "skipped": len(result.skipped), "wrong": wrong}

def tried(name):
    try:
        return run(name)
    except BaseException as error:
        return {"ran": 0, "skipped": 0, "wrong": {name: f"{type(error).__name__}: {error}"[:160]}}
`;

const { loadPyodide } = await import(`${engine}/pyodide.mjs`);
const { readFileSync } = await import("node:fs");
// What a test prints is not an answer.
const python = await loadPyodide({ indexURL: `${engine}/`, stdout: () => {}, stderr: () => {} });
python.FS.mkdirTree("/rest/test");
python.FS.mount(python.FS.filesystems.NODEFS, { root: tests }, "/rest/test");
python.FS.writeFile("/rest/library.zip", readFileSync(library));
python.runPython(RUN);
/** @type {Object<string, any>} */ const found = {};
for (const name of names) found[name] = JSON.parse(python.runPython(`json.dumps(tried("${name}"))`));
console.log(JSON.stringify(found));
process.exit(0);
