// Every page: registers the service worker, and offers a newer version quietly.

import { program } from "../trusted.js";

const root = new URL(".", /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=manifest]")).href);
/** Milliseconds of inactivity after which the page is considered idle. */
const LONG = 5000;

/** What this page may still request: its scripts and its calculators. */
function used() {
  const calculators = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-runtime]")]);
  const engines = calculators.flatMap(({ dataset }) => [dataset.runtime ?? "", dataset.first ?? ""]);
  return [new URL("../", import.meta.url).href, ...engines.map((folder) => new URL(folder, document.baseURI).href)];
}

navigator.serviceWorker.addEventListener("message", ({ data, ports }) => {
  if (data.kind === "what do you use") ports[0].postMessage(used());
  if (data.kind === "newer") offerNewer().catch(() => {}); // no network: no newer version available
});
navigator.serviceWorker.startMessages();
// A message to a busy page can get lost while the worker is replaced.
navigator.serviceWorker.addEventListener("controllerchange", () => offerNewer().catch(() => {}));
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState === "visible") (await navigator.serviceWorker.getRegistration())?.update().catch(() => {});
});

/** Offer a newer version of this page, if there is one. */
async function offerNewer() {
  const mark = document.documentElement.dataset.page;
  const answer = await fetch(location.pathname, { cache: "no-cache", headers: { "x-past-the-worker": "1" } });
  const newest = /data-page="([0-9a-f]+)"/.exec(await answer.text())?.[1];
  if (!answer.ok || !newest || newest === mark || document.querySelector(".pt-newer")) return;
  const line = document.createElement("p");
  const button = document.createElement("button");
  line.className = "pt-newer";
  line.setAttribute("role", "status");
  button.type = "button";
  button.className = "pt-cancel";
  button.textContent = "Load it";
  let asked = false;
  button.addEventListener("click", () => {
    const isCarried = document.dispatchEvent(new CustomEvent("pt:leaving", { cancelable: true })); // each form carries its own content
    if (isCarried || asked) return location.reload();
    asked = true;
    line.firstChild?.replaceWith("This browser cannot carry along what you typed. Copy it first, then press again. ");
  });
  document.body.append(line);
  line.append("A newer version of this page is here. What you typed comes along. ", button);
}

/** Resolves once a first visit has what it waits for: precaching must not slow that down. */
function quiet() {
  const loaded = new Promise((resolve) => (document.readyState === "complete" ? resolve(null) : addEventListener("load", resolve)));
  if (!document.querySelector(".pt-calculator")) return loaded;
  const answered = new Promise((resolve) => document.addEventListener("pt:answered", resolve, { capture: true, once: true }));
  return Promise.race([answered, loaded.then(() => new Promise((resolve) => setTimeout(resolve, LONG)))]);
}

await (navigator.serviceWorker.controller || quiet());
navigator.serviceWorker.register(program(new URL("sw.js", root)), { scope: root.pathname, updateViaCache: "none" }).catch(() => {});

const saves = document.querySelector(".pt-offline, .pt-saved");
const saved = "caches" in window && (await caches.keys().catch(() => [])).some((name) => name.startsWith(`paper-trail ${root.pathname} state:`));
if ("caches" in window && (saves || saved)) await import("./save.js");
