// Lets the browser compile Pyodide's scripts whole once everything is done that somebody waits for: macros/engines/compiling.js.

/** Rejects where the browser has no service workers, as over plain http. @param {string} engine Pyodide's folder */
export async function keepCompiled(engine) {
  const registration = await navigator.serviceWorker.register(`${engine}compiling.js`);
  const worker = registration.installing;
  await new Promise((resolve) => {
    if (!worker) resolve(null);
    worker?.addEventListener("statechange", () => worker.state !== "installing" && resolve(null));
  });
  await registration.unregister();
}
