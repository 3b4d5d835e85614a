// A worker in which Python runs has no way out: what calculates with a parent's words can reach nobody. The worker's own
// files still come, through functions that it took before and that Python cannot reach.

/** All by which a worker can speak to others than the page it belongs to, or read what is kept of a case. A browser may lack some. */
const WAYS = ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "RTCPeerConnection", "importScripts", "BroadcastChannel", "Worker", "SharedWorker", "FontFace", "indexedDB"];

/** Take them away for good, also from what the worker's global object has them from. */
export function leaveTheNetwork() {
  for (const name of WAYS) {
    for (let owner = self; owner; owner = Object.getPrototypeOf(owner)) Reflect.deleteProperty(owner, name);
    Object.defineProperty(self, name, { value: undefined });
  }
  // What is kept of Python stays to be read; but these two fetch.
  if (typeof Cache === "function") for (const name of ["add", "addAll"]) Reflect.deleteProperty(Cache.prototype, name);
}
