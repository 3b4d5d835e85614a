// Calls a function of docs/assets/js/records/ in Node: node records.mjs MODULE FUNCTION < ARGUMENTS
// ARGUMENTS: a JSON list. Prints {said} or {failed: [name, message]} as JSON. A Map is {map: [[key, value]]}, a Set {set: [value]}.

import { readFileSync } from "node:fs";

const [module, name] = process.argv.slice(2);
const called = (await import(new URL(`../../docs/assets/js/records/${module}.js`, import.meta.url)))[name];
const given = JSON.parse(readFileSync(0, "utf-8"), (_, value) => (value?.map instanceof Array ? new Map(value.map) : value?.set instanceof Array ? new Set(value.set) : value));
const write = (value) => process.stdout.write(JSON.stringify(value, (_, part) => (part instanceof Map ? { map: [...part] } : part)));
try {
  const said = typeof called === "function" ? await called(...given) : called;
  write({ said: said === undefined ? null : said, given });
} catch (failure) {
  write({ failed: [failure.name, failure.message] });
}
