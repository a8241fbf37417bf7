/** A bracket after white space, commas or the separators of JSON text sequences. */
export function isJson(head: Uint8Array): boolean {
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const first = head.subarray(start).find((byte) => !BEFORE_JSON.has(byte));
  return first === 0x7b || first === 0x5b;
}

/** What may come before a document: white space, and what separates those of a sequence. */
export const BEFORE_JSON = new Set([0x09, 0x0a, 0x0d, 0x1e, 0x20, 0x2c]);
