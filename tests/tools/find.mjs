// Runs the search outside a browser: node find.mjs FINDER OWN SHARED < QUESTIONS
// With only FINDER it prints the stems of each text instead.
// FINDER: find.js of a built site. OWN, SHARED: index files. QUESTIONS: a JSON list of search texts.
// Prints a JSON list: for each question {opens: [address], topics, missing, instead, help}; an address is a page's first section.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [script, own, shared] = process.argv.slice(2);
const { finder, stems } = await import(pathToFileURL(script).href);
const words = (path) => JSON.parse(readFileSync(path, "utf-8"));
const address = ({ page, sections: [first] }) => (first === page.sections[0] ? page.url : `${page.url}#${first.anchor}`);
const find = own && (await finder(words(own), words(shared)));
const answer = (typed) => {
  const { hits, topics, ...rest } = find(typed);
  return { opens: hits.map(address), topics: topics.map(({ topic }) => topic), ...rest };
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(find ? answer : stems)));
