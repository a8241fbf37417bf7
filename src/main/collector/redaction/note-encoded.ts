import { MARGIN } from './code-units.ts';
import { LEAST_ENCODED } from './encoded-text.ts';
import type { Scan } from './scan.ts';

/** Code units that are looked back over; longer base64 is known by what stands before it. */
const MAX_BACK = 4096;
/** Base64 that ends with the sign has two characters more, or one. */
const LEAST_BEFORE = LEAST_ENCODED - 2;
const BASE64 = new Uint8Array(65_536);
for (const sign of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
  BASE64[sign.charCodeAt(0)] = 1;
}

/** Notes base64 that begins after the `=` at `at`, or ends with it, to be unpacked later. */
export function noteEncoded(scan: Scan, at: number): void {
  const { codes } = scan;
  const sign = at + MARGIN;
  // Most names and values are shorter: one look tells.
  if (BASE64[codes[sign + LEAST_ENCODED]!] === 1) {
    let end = sign + 1;
    while (end < sign + LEAST_ENCODED && BASE64[codes[end]!] === 1) end++;
    if (end === sign + LEAST_ENCODED) scan.encoded.push(at + 1);
  }
  if (BASE64[codes[sign - LEAST_BEFORE]!] !== 1 || BASE64[codes[sign - 1]!] !== 1) return;
  // No two signs look back over the same.
  let start = sign;
  while (start > sign - MAX_BACK && BASE64[codes[start - 1]!] === 1) start--;
  if (start <= sign - LEAST_BEFORE) scan.encoded.push(start - MARGIN);
}
