import type { WireReader } from './wire.ts';

/** Steps over an id field and returns where its content begins, or -1 when it is not `size` bytes long. */
export function idOffset(reader: WireReader, size: number): number {
  const end = reader.delimitedEnd();
  if (reader.failedAt >= 0) return -1;
  const start = reader.position;
  reader.position = end;
  return end - start === size ? start : -1;
}

/** True when every byte of an id is zero, which means invalid or absent. */
export function isZero(buffer: Uint8Array, start: number, size: number): boolean {
  for (let at = start; at < start + size; at++) {
    if (buffer[at] !== 0) return false;
  }
  return true;
}
