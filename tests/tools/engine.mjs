// Runs one file of CPython's own tests in a Pyodide: node engine.mjs ENGINE LIBRARY TESTS FACTS NAME
// ENGINE: folder with Pyodide's files, uncompressed. LIBRARY: Pyodide's whole library, for the tests' own imports.
// TESTS: the folder of CPython's package "test". FACTS: JSON list of Python expressions to evaluate after the tests.
// Prints a line of JSON: {passed: [test], skipped: {test: why}, wrong: {test: [error]}, traces: {test: [traceback]},
// true: [fact]}. Subtests count as one test, with the errors of all.

const [engine, library, tests, facts, name] = process.argv.slice(2);

const RUN = `
import json, sys, types, warnings
sys.path += ["/rest/library.zip", "/rest"]
# C modules only for CPython's own tests, which no Pyodide has: empty stubs, so that the rest of a test file can run.
FOR_TESTS = ("_testlimitedcapi", "_testsinglephase")
import unittest
warnings.simplefilter("ignore")

class Outcome(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.passed, self.left_out, self.wrong, self.traces = [], {}, {}, {}

    def addSuccess(self, test):
        self.passed.append(test.id())

    def addExpectedFailure(self, test, error):
        self.passed.append(test.id())

    def addSkip(self, test, reason):
        self.left_out[whole(test).id()] = reason

    def addUnexpectedSuccess(self, test):
        self.wrong[test.id()] = ["passed, and should not"]

    def addError(self, test, error):
        test = whole(test)
        known = self.wrong.setdefault(test.id(), [])
        if said(error[1]) not in known:
            known.append(said(error[1]))
            self.traces.setdefault(test.id(), []).append(self.trace(error, test))

    addFailure = addError

    def trace(self, error, test):
        try:
            return self._exc_info_to_string(error, test)
        except Exception as fault:
            return "no traceback: " + said(fault)

    def addSubTest(self, test, part, error):
        if error:
            self.addError(test, error)

def whole(test):
    return getattr(test, "test_case", test)

def said(error):
    lines = str(error).strip().splitlines()
    last = lines[-1:] if len(lines) > 1 else []
    return f"{type(error).__name__}: {' … '.join(lines[:1] + last)}"[:200]

def run(name):
    outcome = tried(name)
    asked = [module for module in FOR_TESTS if module in str(outcome.wrong) and module not in sys.modules]
    if outcome.passed or not asked:
        return outcome
    sys.modules.update({module: types.ModuleType(module) for module in asked})
    return run(name)

def tried(name):
    outcome = Outcome()
    try:
        unittest.defaultTestLoader.loadTestsFromName("test." + name).run(outcome)
    except BaseException as error:
        outcome.wrong[name] = [said(error)]
    return outcome

def true(facts):
    from importlib.util import find_spec
    return [fact for fact in facts if eval(fact, {"find_spec": find_spec})]

def told(name, facts):
    outcome = run(name)
    return json.dumps({
        "passed": outcome.passed, "skipped": outcome.left_out, "wrong": outcome.wrong, "traces": outcome.traces,
        "true": true(facts),
    })
`;

const { loadPyodide } = await import(`${engine}/pyodide.mjs`);
const { readFileSync } = await import("node:fs");
// Tests' own output must not mix with the result.
const python = await loadPyodide({ indexURL: `${engine}/`, stdout: () => {}, stderr: () => {} });
python.FS.mkdirTree("/rest/test");
python.FS.mount(python.FS.filesystems.NODEFS, { root: tests }, "/rest/test");
python.FS.writeFile("/rest/library.zip", readFileSync(library));
python.runPython(RUN);
const answer = python.runPython(`told(${JSON.stringify(name)}, ${facts})`);
process.stdout.write(answer, () => process.exit(0));
