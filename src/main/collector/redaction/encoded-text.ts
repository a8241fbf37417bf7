import { isUtf8 } from 'node:buffer';

/** Characters of the shortest base64 that is unpacked: less than 16 bytes hold little. */
export const LEAST_ENCODED = 24;
/** Characters by which it is told whether text is in it; a picture is none from its first bytes on. */
const SAMPLE = 64;
/** Base64 in base64 is unpacked this often. */
export const MAX_UNPACKED = 2;

const WHOLE = /^[A-Za-z0-9+/]+={0,2}$/;
const RUN = /[A-Za-z0-9+/_-]+={0,2}/y;
const CONTROL = /[\p{Cc}\ufffd]/u;

/** Text in base64 that is a part of another one. */
export interface EncodedText {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
}

/**
 * Text that is base64 from end to end, or from one of the places `starts` to where it ends there.
 *
 * What is no UTF-8, or holds control characters, is no text: identifiers and pictures are random bytes.
 */
export function encodedTexts(text: string, starts: readonly number[]): EncodedText[] {
  if (isWhole(text)) {
    const decoded = decode(text);
    return decoded === undefined ? [] : [{ start: 0, end: text.length, decoded }];
  }
  const found: EncodedText[] = [];
  let done = 0;
  for (const start of starts.toSorted((a, b) => a - b)) {
    if (start < done) continue;
    RUN.lastIndex = start;
    if (!RUN.test(text)) continue;
    done = RUN.lastIndex;
    const decoded = done - start < LEAST_ENCODED ? undefined : decode(text.slice(start, done));
    if (decoded !== undefined) found.push({ start, end: done, decoded });
  }
  return found;
}

/** The base64 of a text, written like `model`: with its alphabet, and padded as it is. */
export function encodeLike(text: string, model: string): string {
  const bytes = Buffer.from(text);
  if (/[-_]/.test(model)) return bytes.toString('base64url');
  const padded = bytes.toString('base64');
  return model.endsWith('=') || model.length % 4 === 0 ? padded : padded.replace(/=+$/, '');
}

/** Cheap, and false for words, sentences, numbers and hexadecimal identifiers. */
function isWhole(text: string): boolean {
  return (
    text.length >= LEAST_ENCODED &&
    text.length % 4 === 0 &&
    WHOLE.test(text) &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text) &&
    /[0-9=]/.test(text)
  );
}

/** As {@link isWhole} of the bytes of a text, as far as that is cheap: may be true where it is false. */
export function mayBeEncoded(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < LEAST_ENCODED || ((end - start) & 3) !== 0) return false;
  for (let at = start; at < end - 2; at++) {
    const code = bytes[at]!;
    const lower = code | 32;
    const isPart = (lower >= 97 && lower <= 122) || (code >= 47 && code <= 57) || code === 43;
    if (!isPart) return false;
  }
  return true;
}

function decode(run: string): string | undefined {
  const sample = Buffer.from(run.slice(0, SAMPLE), 'base64').toString('latin1');
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000e-\u001f\u007f]/.test(sample)) return undefined;
  const bytes = Buffer.from(run, 'base64');
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString('utf8');
  return CONTROL.test(text.replaceAll(/[\t\n\r]/g, '')) ? undefined : text;
}
