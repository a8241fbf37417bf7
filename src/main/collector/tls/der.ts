/**
 * The little of DER (ITU-T X.690) that one kind of certificate needs: definite lengths, each value made of bytes.
 */
export type Der = Buffer;

/** One value: tag, length, content. */
function value(tag: number, ...content: readonly Uint8Array[]): Der {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length, ...length), body]);
}

export const sequence = (...items: readonly Der[]): Der => value(0x30, ...items);
export const set = (...items: readonly Der[]): Der => value(0x31, ...items);
export const boolean = (truth: boolean): Der => value(0x01, Buffer.of(truth ? 0xff : 0));
export const octets = (bytes: Uint8Array): Der => value(0x04, bytes);
export const utf8 = (text: string): Der => value(0x0c, Buffer.from(text));

/** A positive whole number of any size, most significant byte first. */
export function integer(bytes: Uint8Array): Der {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Buffer.of(0) : bytes.subarray(first);
  // A leading one bit would make it negative.
  return digits[0]! >= 0x80 ? value(0x02, Buffer.of(0), digits) : value(0x02, digits);
}

/** @param unused bits at the end of the last byte that do not count */
export const bits = (bytes: Uint8Array, unused = 0): Der => value(0x03, Buffer.of(unused), bytes);

/** `[number]` with a value inside (EXPLICIT). */
export const explicit = (number: number, inner: Der): Der => value(0xa0 | number, inner);

/** `[number]` instead of the value's own tag (IMPLICIT, primitive). */
export const implicit = (number: number, content: Uint8Array): Der => value(0x80 | number, content);

/** An object identifier in its usual writing, `1.2.840.10045.4.3.2`. */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const groups = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
    return groups;
  });
  return value(0x06, Buffer.from(bytes));
}

/** A time to the second. X.509 wants two-digit years until 2049 and four-digit ones after (RFC 5280, 4.1.2.5). */
export function time(ms: number): Der {
  const date = new Date(ms);
  const digits = `${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
  return date.getUTCFullYear() < 2050
    ? value(0x17, Buffer.from(digits.slice(2)))
    : value(0x18, Buffer.from(digits));
}
