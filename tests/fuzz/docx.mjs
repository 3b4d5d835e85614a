// Writes letters as Word files: node docx.mjs < LETTERS (a JSON list). Prints a JSON list of the files in base64.

import { text } from "node:stream/consumers";

import { letterDocx } from "../../docs/assets/js/letter/letter-docx.js";

const files = [];
for (const letter of JSON.parse(await text(process.stdin))) files.push(Buffer.from(await letterDocx(letter)).toString("base64"));
process.stdout.write(JSON.stringify(files));
