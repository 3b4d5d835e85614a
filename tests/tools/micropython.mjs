// Answers messages with the first engine, in Node: `node micropython.mjs ENGINE_FOLDER [STATE...] < messages.json`.
// Prints a JSON list of answers, each possibly {"error": ...}.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { start } from "../../docs/assets/js/engine/first-engine.js";
import { unbundled } from "../../docs/assets/js/engine/bundle.js";

const [folder, ...states] = process.argv.slice(2);
const script = pathToFileURL(path.join(folder, "micropython.js")).href;
process.argv.length = 1; // the port's script would read further arguments
const json = async (name) => JSON.parse(await readFile(name, "utf8"));

const { loadMicroPython } = await import(script);
const bundle = async (name) => unbundled((await readFile(path.join(folder, name))).buffer);
const laws = await Promise.all(states.map((name) => json(path.join(folder, `${name}.json`))));
const { ask, place } = await start(loadMicroPython, path.join(folder, "micropython.wasm"), await bundle("calculators.bin"));
place(await bundle("record.bin"));
laws.forEach(place);
const answers = JSON.parse(await readFile("/dev/stdin", "utf8")).map((message) => {
  try {
    return JSON.parse(ask(JSON.stringify(message)));
  } catch (error) {
    return { error: String(error.message) };
  }
});
process.stdout.write(JSON.stringify(answers));
