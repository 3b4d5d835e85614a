// Answers messages with Pyodide, in Node: node pyodide.mjs ENGINE PROJECT PACKAGES < messages.json
// ENGINE: folder with Pyodide's files, uncompressed. PROJECT: the folder that contains calculators/. PACKAGES: the folder that
// contains Jinja2. Prints a JSON list of answers, each possibly {"error": ...}.

import { text } from "node:stream/consumers";

const [engine, project, packages] = process.argv.slice(2);
const given = await text(process.stdin);
const { loadPyodide } = await import(`${engine}/pyodide.mjs`);
const python = await loadPyodide({ indexURL: `${engine}/`, env: { TZ: process.env.TZ ?? "UTC" }, stdout: () => {}, stderr: () => {} });
for (const [at, root] of [["/project/calculators", `${project}/calculators`], ["/packages/jinja2", `${packages}/jinja2`], ["/packages/markupsafe", `${packages}/markupsafe`]]) {
  python.FS.mkdirTree(at);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, at);
}
const answers = python.runPython(`
import json, sys
sys.path += ["/project", "/packages"]
from calculators.message import ask

def answer(message):
    try:
        return json.loads(ask(json.dumps(message)))
    except Exception as fault:
        return {"error": f"{type(fault).__name__}: {fault}"}

lambda messages: json.dumps([answer(one) for one in json.loads(messages)])
`)(given);
process.stdout.write(answers, () => process.exit(0));
