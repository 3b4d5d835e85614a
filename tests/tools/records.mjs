// Calls functions of docs/assets/js/records/ in Node: one call a line of standard input, one answer a line of standard output.
// A call: [module, function, [argument, ...]] as JSON. An answer: {said, given} or {failed: [name, message]}.
// A Map is {map: [[key, value]]}, a Set {set: [value]}.

import { createInterface } from "node:readline";

const read = (_, value) => (value?.map instanceof Array ? new Map(value.map) : value?.set instanceof Array ? new Set(value.set) : value);
const write = (_, part) => (part instanceof Map ? { map: [...part] } : part);
const answer = async ([module, name, given]) => {
  const called = (await import(new URL(`../../docs/assets/js/records/${module}.js`, import.meta.url)))[name];
  try {
    const said = typeof called === "function" ? await called(...given) : called;
    return { said: said === undefined ? null : said, given };
  } catch (failure) {
    return { failed: [failure.name, failure.message] };
  }
};
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line, read)), write)}\n`);
}
