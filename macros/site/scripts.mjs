// Bundles scripts: `node scripts.mjs ASSETS WORKER,… SCRIPT,…`. ASSETS is the folder that holds css/, js/ and vendor/; its previous
// content is replaced. Prints, as JSON, which bundles each script is in now.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { build, transform } from "esbuild";

import { target } from "../browsers/oldest_browsers.mjs";

const [folder, workers, scripts] = process.argv.slice(2);
process.chdir(folder); // esbuild derives names from relative paths, which are thus the same in every checkout
const js = "js";
const how = {
  absWorkingDir: process.cwd(),
  bundle: true,
  charset: "utf8",
  entryNames: "[name]", // folder structure matters only in the sources
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

// A worker starts faster as a single file; pages share chunks.
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

/** A style sheet or library stays a separate file. */
async function smaller(folder, name) {
  const file = path.join(folder, name);
  const loader = path.extname(name).slice(1);
  const { code } = await transform(await readFile(file, "utf8"), { charset: "utf8", legalComments: "inline", loader, minify: true, target });
  await writeFile(file, code);
}
