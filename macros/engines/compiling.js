// A service worker that is there for its installation alone (docs/assets/js/compiled.js): Chromium compiles a script whole
// when it is kept during one, and the next visit gets the compiled code with the script. It is taken away again when it
// has done that. Its scope is this folder, in which no page is. Its address says the name of the calculators' cache.

const SCRIPTS = ["pyodide.asm.js", "pyodide.mjs", "unpack.js"];

addEventListener("install", (event) => /** @type {ExtendableEvent} */ (event).waitUntil(Promise.all(SCRIPTS.map(keep))));

/** @param {string} name of a script in this folder */
async function keep(name) {
  const { href, searchParams } = new URL(self.location.href);
  const url = new URL(name, href);
  const response = (await caches.match(url)) ?? (await fetch(url));
  if (!response.ok) return;
  const cache = await caches.open(/** @type {string} */ (searchParams.get("cache")));
  await cache.put(url, response);
}
