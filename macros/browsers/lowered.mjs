// Lowers a script's syntax to the oldest supported browsers: `node lowered.mjs`, script on standard input.

import { text } from "node:stream/consumers";

import { transform } from "esbuild";

import { target } from "./oldest_browsers.mjs";

const { code } = await transform(await text(process.stdin), { charset: "utf8", legalComments: "inline", target });
process.stdout.write(code);
