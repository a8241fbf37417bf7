import { isUtf8 } from 'node:buffer';
import type { Hit } from './pii-type.ts';
import type { RedactedText } from './text-redactor.ts';

/** Bytes from one character to the next: of UTF-16 and UTF-32, whatever their order. */
const STRIDES = [2, 4] as const;
/** Characters of the shortest run that is taken for text. */
const LEAST_RUN = 6;

/** What stands in place of a value of bytes. */
interface RedactedBytes {
  /** The very same ones when nothing was replaced. */
  readonly bytes: Buffer;
  readonly hits: readonly Hit[];
}

type Redact = (text: string) => RedactedText;

/**
 * Redacts whatever in a value of bytes reads as text: all of it as UTF-8, or Latin-1 where it is none, and runs of
 * characters with zeros between them, which is what UTF-16 and UTF-32 look like wherever they begin.
 *
 * What is encoded any further, in base64 or compressed, is not looked into.
 */
export function redactByteValue(bytes: Buffer, redact: Redact): RedactedBytes {
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  const before = bytes.toString(encoding);
  const { text, hits } = redact(before);
  let result: RedactedBytes = {
    bytes: text === before ? bytes : Buffer.from(text, encoding),
    hits,
  };
  if (!bytes.includes(0)) return result;
  for (const stride of STRIDES) {
    const spread = redactRuns(result.bytes, stride, redact);
    result = { bytes: spread.bytes, hits: [...result.hits, ...spread.hits] };
  }
  return result;
}

function redactRuns(bytes: Buffer, stride: number, redact: Redact): RedactedBytes {
  const pieces: Buffer[] = [];
  const hits: Hit[] = [];
  let written = 0;
  let at = 0;
  while (at < bytes.length) {
    const run = runAt(bytes, at, stride);
    if (run.length < LEAST_RUN) {
      at++;
      continue;
    }
    const { from, before, found } = bestReading(bytes, at, stride, run, redact);
    hits.push(...found.hits);
    if (found.text !== before) {
      pieces.push(bytes.subarray(written, from), spreadOut(found.text, stride));
      written = from + (before.length - 1) * stride + 1;
    }
    at += (run.length - 1) * stride + 1;
  }
  if (pieces.length === 0) return { bytes, hits };
  return { bytes: Buffer.concat([...pieces, bytes.subarray(written)]), hits };
}

/**
 * Of a run, what finds the most. Its zeros may lie before or behind its characters, so the first or the last may
 * belong to a neighbor that is no character of a single byte.
 */
function bestReading(bytes: Buffer, at: number, stride: number, run: string, redact: Redact) {
  const end = at + (run.length - 1) * stride + 1;
  const readings = [{ from: at, before: run }];
  if (!isZero(bytes, end, end + stride - 1)) readings.push({ from: at, before: run.slice(0, -1) });
  if (!isZero(bytes, at - stride + 1, at)) {
    readings.push({ from: at + stride, before: run.slice(1) });
  }
  return readings
    .map((reading) => ({ ...reading, found: redact(reading.before) }))
    .reduce((best, next) => (next.found.hits.length > best.found.hits.length ? next : best));
}

/** Characters from here on that have nothing but zeros between them. */
function runAt(bytes: Buffer, from: number, stride: number): string {
  if (!isPrintable(bytes[from])) return '';
  let end = from + stride;
  while (isPrintable(bytes[end]) && isZero(bytes, end - stride + 1, end)) end += stride;
  let text = '';
  for (let at = from; at < end; at += stride) text += String.fromCharCode(bytes[at]!);
  return text;
}

/** The last two are those of a byte order mark. */
function isPrintable(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x20 && byte < 0x7f) || (byte >= 0xa0 && byte < 0xfe) || (byte >= 0x09 && byte <= 0x0d)
  );
}

/** Also where there is nothing any more. */
function isZero(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) !== 0) return false;
  return true;
}

/** One character at least, so that what follows stays in step. */
function spreadOut(text: string, stride: number): Buffer {
  const shown = text === '' ? ' ' : text;
  const bytes = Buffer.alloc((shown.length - 1) * stride + 1);
  for (let i = 0; i < shown.length; i++) {
    const code = shown.charCodeAt(i);
    bytes[i * stride] = code > 0xff ? 0x3f : code;
  }
  return bytes;
}
