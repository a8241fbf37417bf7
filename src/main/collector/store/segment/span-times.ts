/** Where {@link readSpanTimes} puts what it found: nanoseconds 0-999 beyond the whole microseconds. */
export interface SpanTimes {
  startNs: number;
  durationNs: number;
}

const START_TAG = 0x39; // fixed64 start_time_unix_nano = 7
const END_TAG = 0x41; // fixed64 end_time_unix_nano = 8

/**
 * Reads the nanoseconds that the whole microseconds of a span leave out.
 *
 * Looks only as far as the two time fields, which encoders write before the attributes. Leaves 0 where
 * a body is not what it should be: the body itself stays the truth.
 */
export function readSpanTimes(bytes: Uint8Array, out: SpanTimes): void {
  out.startNs = 0;
  out.durationNs = 0;
  let start = -1;
  let end = -1;
  let at = 0;
  while (at < bytes.length && (start < 0 || end < 0)) {
    const tag = bytes[at]!;
    if (tag === START_TAG || tag === END_TAG) {
      if (at + 9 > bytes.length) return;
      if (tag === START_TAG) start = at + 1;
      else end = at + 1;
      at += 9;
    } else {
      at = skipField(bytes, at);
      if (at < 0) return;
    }
  }
  if (start < 0) return;
  out.startNs = thousandth(u32(bytes, start), u32(bytes, start + 4));
  if (end < 0) return;
  const low = u32(bytes, end) - u32(bytes, start);
  const high = u32(bytes, end + 4) - u32(bytes, start + 4);
  if (high > 0 || (high === 0 && low > 0)) out.durationNs = thousandth(low, high);
}

function u32(bytes: Uint8Array, at: number): number {
  const low = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
  return low + bytes[at + 3]! * 0x1000000;
}

/** (high * 2^32 + low) modulo 1000; 2^32 leaves 296. */
function thousandth(low: number, high: number): number {
  const rest = ((high % 1000) * 296 + (low % 1000)) % 1000;
  return rest < 0 ? rest + 1000 : rest;
}

function skipField(bytes: Uint8Array, from: number): number {
  let at = from;
  const wireType = bytes[at]! & 7;
  while (bytes[at]! >= 0x80) at++;
  at++;
  if (wireType === 1) return at + 8;
  if (wireType === 5) return at + 4;
  if (wireType !== 0 && wireType !== 2) return -1;
  let value = 0;
  let scale = 1;
  for (; at < bytes.length; at++, scale *= 128) {
    value += (bytes[at]! & 0x7f) * scale;
    if (bytes[at]! < 0x80) return wireType === 0 ? at + 1 : at + 1 + value;
  }
  return -1;
}
