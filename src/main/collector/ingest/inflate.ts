import zlib from 'node:zlib';
import { ZstdTooLargeError } from '../store/zstd-codec.ts';
import { zstdInflate } from '../store/zstd.ts';
import type { ContentCoding } from './types.ts';

/** A body could not be decompressed: it is damaged, or larger than it may be. */
export class InflateError extends Error {
  readonly code: 'invalid' | 'too_large';

  constructor(code: 'invalid' | 'too_large', message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Takes the compression off a body; the result never grows beyond `maxBytes`, whatever the input promises.
 *
 * `deflate` is read with and without the zlib wrapper, as both are sent under that name.
 *
 * @throws InflateError
 */
export function inflateBody(body: Uint8Array, coding: ContentCoding, maxBytes: number): Uint8Array {
  if (coding === 'identity') return body;
  try {
    if (coding === 'zstd') return zstdInflate(body, maxBytes);
    const options = { maxOutputLength: maxBytes, chunkSize: chunkSize(body.length) };
    if (coding === 'gzip') return zlib.gunzipSync(body, options);
    return inflateEither(body, options);
  } catch (error) {
    if (isTooLarge(error)) {
      throw new InflateError(
        'too_large',
        `The body is larger than ${maxBytes} bytes once decompressed (${coding}). Send smaller batches.`,
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new InflateError('invalid', `The body is not valid ${coding}: ${reason}.`);
  }
}

function inflateEither(body: Uint8Array, options: zlib.ZlibOptions): Uint8Array {
  if (!hasZlibHeader(body)) return zlib.inflateRawSync(body, options);
  try {
    return zlib.inflateSync(body, options);
  } catch (error) {
    if (isTooLarge(error)) throw error;
    // One raw stream in a thousand begins like a zlib header by chance.
    try {
      return zlib.inflateRawSync(body, options);
    } catch {
      throw error;
    }
  }
}

/** RFC 1950: method 8 and a header checksum that is a multiple of 31. */
function hasZlibHeader(body: Uint8Array): boolean {
  const first = body[0] ?? 0;
  return (first & 0x0f) === 8 && (first * 256 + (body[1] ?? 0)) % 31 === 0;
}

function isTooLarge(error: unknown): boolean {
  return (
    error instanceof ZstdTooLargeError ||
    (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
  );
}

/** Output is made in pieces: large ones for large bodies (a third faster), small ones for single spans. */
function chunkSize(inputBytes: number): number {
  return Math.min(1024 * 1024, Math.max(2048, inputBytes * 4));
}
