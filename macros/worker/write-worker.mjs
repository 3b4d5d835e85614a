// Writes sw.js into the built site: `node write-worker.mjs SITE`. The list of the shell is made by workbox-build; a
// page's revision is the mark that stands in its HTML, so that the worker can tell whether it got that very version.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { injectManifest } from "workbox-build";

const site = path.resolve(process.argv[2]);

const { warnings, count, size } = await injectManifest({
  swSrc: fileURLToPath(new URL("service-worker.js", import.meta.url)),
  swDest: path.join(site, "sw.js"),
  globDirectory: site,
  globPatterns: ["index.html", "offline/index.html", "assets/[0-9a-f]*/**/*.{css,js}", "assets/icons/icon.svg"],
  globIgnores: ["assets/*/vendor/{docx,minisearch}.js", "assets/runtime/**"],
  manifestTransforms: [async (entries) => ({ manifest: await Promise.all(entries.map(named)), warnings: [] })],
});
if (warnings.length || !count) throw new Error(warnings.join("\n") || "no file for the shell");
console.log(`${count} files, ${size} bytes`);

/** The entry as a browser asks for it. */
async function named({ url, size }) {
  const mark = url.endsWith(".html") ? /data-page="([0-9a-f]+)"/.exec(await readFile(path.join(site, url), "utf8"))[1] : null;
  return { url: url.replace(/index\.html$/, ""), revision: mark, size };
}
