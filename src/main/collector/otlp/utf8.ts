/** Where at most `maxBytes` of the UTF-8 text from `start` to `end` stop, not inside a character. */
export function utf8End(buffer: Uint8Array, start: number, end: number, maxBytes: number): number {
  if (end - start <= maxBytes) return end;
  let at = start + maxBytes;
  while (at > start && (buffer[at]! & 0xc0) === 0x80) at--;
  return at;
}
