// Unpacks the bundles of macros/engines/bundle.py.

/** File contents by path. @typedef {Object<string, string | Uint8Array>} Files */

/** @param {ArrayBuffer} whole @returns {Files} */
export function unbundled(whole) {
  const bytes = new Uint8Array(whole);
  let at = bytes.indexOf(10) + 1;
  const listed = /** @type {[string, number][]} */ (JSON.parse(new TextDecoder().decode(bytes.subarray(0, at))));
  if (listed.reduce((sum, [, size]) => sum + size, at) !== bytes.length) throw new TypeError("this file is cut, or of another version");
  return Object.fromEntries(listed.map(([path, size]) => [path, bytes.subarray(at, (at += size))]));
}

/** Write files into Python's file system. @param {any} FS Emscripten's @param {string} root @param {Files} files */
export function place(FS, root, files) {
  for (const [path, content] of Object.entries(files)) {
    const whole = `${root}/${path}`;
    FS.mkdirTree(whole.slice(0, whole.lastIndexOf("/")));
    FS.writeFile(whole, typeof content === "string" ? new TextEncoder().encode(content) : content);
  }
}
