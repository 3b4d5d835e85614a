// What the decoder offers to unpack.js, which stands behind it in one file (packed.py).
declare class XzReadableStream extends ReadableStream<Uint8Array<ArrayBuffer>> {
  constructor(packed: ReadableStream<Uint8Array<ArrayBuffer>>);
}
