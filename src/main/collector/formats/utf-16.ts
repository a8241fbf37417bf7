import { BEFORE_JSON } from './is-json.ts';
import type { Bytes } from './types.ts';

/** Byte order of UTF-16. */
export type Utf16 = 'little' | 'big';

/**
 * Whether text is in UTF-16, as PowerShell writes what is sent to a file: by its mark, or, of JSON, by the zero beside
 * each of its first characters.
 *
 * @param head the first 8 bytes
 */
export function utf16Of(head: Uint8Array): Utf16 | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = head;
  if (first === 0xff && second === 0xfe && (third | fourth) !== 0) return 'little';
  if (first === 0xfe && second === 0xff) return 'big';
  if (head.length < 5) return undefined;
  if (beginsJson(first) && second === 0 && third > 0 && fourth === 0) return 'little';
  return first === 0 && beginsJson(second) && third === 0 && fourth > 0 && fifth === 0
    ? 'big'
    : undefined;
}

/** The same text in UTF-8, without its mark. */
export async function* toUtf8(bytes: Bytes, order: Utf16): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-16le');
  let odd: Uint8Array = new Uint8Array();
  for await (const piece of bytes) {
    const all = Buffer.concat([odd, piece]);
    const whole = all.subarray(0, all.length & ~1);
    odd = all.subarray(whole.length);
    if (order === 'big') whole.swap16();
    const text = decoder.decode(whole, { stream: true });
    if (text !== '') yield Buffer.from(text);
  }
  const rest = decoder.decode(odd);
  if (rest !== '') yield Buffer.from(rest);
}

const beginsJson = (byte: number): boolean =>
  byte === 0x7b || byte === 0x5b || BEFORE_JSON.has(byte);
