// Stands in the folder of Python's files, under the decoder of xz (npm: xz-decompress), and opens what is packed there.
// A web server that compresses does not know WebAssembly well, and some do not compress it at all: packed files are the
// same size everywhere. What was unpacked stays on the phone under its own name, so that the next start is not slower.

/** @typedef {(input: RequestInfo | URL, init?: RequestInit) => Promise<Response>} Fetch */

const TYPES = { wasm: "application/wasm", zip: "application/zip" };

/** Fetch that unpacks this folder's packed files and does with others what the given one does.
 * @param {Fetch} fetch @param {Object<string, number>} packed the names without ".xz", with the bytes of the packed file
 * @param {(bytes: number) => void} [kept] told of bytes that need not be fetched any more @returns {Fetch} */
export function unpacking(fetch, packed, kept = () => {}) {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, import.meta.url);
    const name = url.href.startsWith(HERE) ? url.href.slice(HERE.length) : "";
    if (!(name in packed)) return fetch(input, init);
    const there = await unpackedBefore(url);
    if (there) {
      kept(packed[name]);
      return there;
    }
    const response = await fetch(`${url.href}.xz`, init);
    const type = TYPES[/** @type {keyof typeof TYPES} */ (name.split(".").pop())] ?? "application/octet-stream";
    const [one, other] = new XzReadableStream(await inOrder(name, response)).tee();
    keep(url, new Response(other, { headers: { "content-type": type } }));
    return new Response(one, { headers: { "content-type": type } });
  };
}

const HERE = new URL(".", import.meta.url).href;

/** The packed stream. There is one decoder, in turn for each file: what is small must not keep what is large waiting,
 * so it is all here before its turn; the WebAssembly is unpacked and compiled while it arrives.
 * @param {string} name @param {Response} response */
async function inOrder(name, response) {
  if (name.endsWith(".wasm") && response.body) return response.body;
  return new Blob([await response.arrayBuffer()]).stream();
}

/** @param {URL} url */
async function unpackedBefore(url) {
  try {
    return await caches.match(url);
  } catch {
    return undefined; // this browser keeps nothing here: unpack again
  }
}

/** Keep for the next start, where the service worker keeps the calculators and tidies them. @param {URL} url @param {Response} whole */
async function keep(url, whole) {
  try {
    const site = url.pathname.split("assets/runtime/")[0];
    const cache = await caches.open(`paper-trail ${site} runtime`);
    await cache.put(url, whole);
  } catch {
    await whole.body?.cancel().catch(() => {}); // no room, or not allowed to
  }
}
