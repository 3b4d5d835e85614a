// A service worker that is there for its installation alone (docs/assets/js/compiled.js): Chromium compiles a script whole
// when it is kept during one, and the next visit gets the compiled code with the script. It is taken away again when it
// has done that. Its scope is this folder, in which no page is.

const SCRIPTS = ["pyodide.asm.js", "pyodide.mjs", "unpack.js"];

addEventListener("install", (event) => /** @type {ExtendableEvent} */ (event).waitUntil(Promise.all(SCRIPTS.map(keep))));

/** Keep a script where the service worker of the site keeps the calculators and tidies them. @param {string} name */
async function keep(name) {
  const url = new URL(name, self.location.href);
  const response = (await caches.match(url)) ?? (await fetch(url));
  if (!response.ok) return;
  const cache = await caches.open(`paper-trail ${url.pathname.split("assets/runtime/")[0]} runtime`);
  await cache.put(url, response);
}
