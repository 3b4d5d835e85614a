// Cuts a worker that runs Python off the network: code that handles a parent's words can reach nobody. The worker's own files
// still arrive, through functions saved beforehand that Python cannot reach.

/** Every API by which a worker can communicate beyond its page, or read stored cases. Some browsers lack some of them. */
const WAYS = ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "RTCPeerConnection", "importScripts", "BroadcastChannel", "Worker", "SharedWorker", "FontFace", "indexedDB"];

/** Remove them for good, also from the prototypes of the worker's global object. */
export function leaveTheNetwork() {
  for (const name of WAYS) {
    for (let owner = self; owner; owner = Object.getPrototypeOf(owner)) Reflect.deleteProperty(owner, name);
    Object.defineProperty(self, name, { value: undefined });
  }
  // The cache of Python's files stays readable, but these two methods fetch.
  if (typeof Cache === "function") for (const name of ["add", "addAll"]) Reflect.deleteProperty(Cache.prototype, name);
}
