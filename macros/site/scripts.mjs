// Puts scripts and what they import into few small files: `node scripts.mjs ASSETS WORKER,… SCRIPT,…`. ASSETS is the
// folder that holds css/, js/ and vendor/; what was there before goes. Prints, as JSON, in which files each script is now.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { build, transform } from "esbuild";

import { target } from "../browsers/oldest_browsers.mjs";

const [folder, workers, scripts] = process.argv.slice(2);
process.chdir(folder); // esbuild puts the way to a file into the names that it makes: it is the same in every folder
const js = "js";
const how = {
  absWorkingDir: process.cwd(),
  bundle: true,
  charset: "utf8",
  entryNames: "[name]", // the rooms are for those who read the source
  external: [path.resolve("vendor", "*")],
  format: "esm",
  legalComments: "inline",
  logLevel: "warning",
  metafile: true,
  minify: true,
  outdir: js,
  target,
  write: false,
};
const named = (list) => list.split(",").map((name) => `./${path.join(js, name)}`);

// A worker begins sooner if all of it comes at once; pages share what they have in common.
const alone = await build({ ...how, entryPoints: named(workers) });
const shared = await build({ ...how, entryPoints: named(scripts), splitting: true, chunkNames: "shared-[hash]" });

await rm(js, { recursive: true });
await mkdir(js);
for (const { path: file, contents } of [...alone.outputFiles, ...shared.outputFiles]) await writeFile(file, contents);
for (const folder of ["vendor", "css"]) await Promise.all((await readdir(folder)).map((name) => smaller(folder, name)));

const where = {};
for (const { metafile } of [alone, shared]) {
  for (const [file, { inputs, entryPoint }] of Object.entries(metafile.outputs)) {
    const parts = metafile === alone.metafile ? [entryPoint] : [entryPoint, ...Object.keys(inputs)];
    for (const part of parts.filter(Boolean)) (where[path.relative(js, part)] ??= new Set()).add(path.basename(file));
  }
}
console.log(JSON.stringify(where, (_, value) => (value instanceof Set ? [...value] : value)));

/** A style or a library stays a file of its own. */
async function smaller(folder, name) {
  const file = path.join(folder, name);
  const loader = path.extname(name).slice(1);
  const { code } = await transform(await readFile(file, "utf8"), { charset: "utf8", legalComments: "inline", loader, minify: true, target });
  await writeFile(file, code);
}
