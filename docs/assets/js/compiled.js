// Lets the browser compile Pyodide's scripts whole once everything is done that somebody waits for: macros/engines/compiling.js.

import { nameOf } from "./memory.js";

/** Rejects where the browser has no service workers, as over plain http. @param {string} engine Pyodide's folder */
export async function keepCompiled(engine) {
  const registration = await navigator.serviceWorker.register(`${engine}compiling.js?cache=${encodeURIComponent(nameOf(engine))}`);
  const worker = registration.installing;
  if (worker) await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true })); // installed, or not
  await registration.unregister();
}
