import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflateBody, InflateError } from './inflate.ts';
import type { ContentCoding } from './types.ts';

const text = Buffer.from('telemetry '.repeat(5000));
const MAX = text.length;
const pack: Record<Exclude<ContentCoding, 'identity'>, (data: Buffer) => Buffer> = {
  gzip: (data) => zlib.gzipSync(data),
  deflate: (data) => zlib.deflateSync(data),
  zstd: (data) => zlib.zstdCompressSync(data),
};
const codings = Object.keys(pack) as (keyof typeof pack)[];

function failureOf(run: () => unknown): InflateError {
  try {
    run();
  } catch (error) {
    if (error instanceof InflateError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('identity is handed through', () => {
  expect(inflateBody(text, 'identity', 1)).toBe(text);
});

describe.each(codings)('%s', (coding) => {
  test('comes back whole when it is exactly as large as allowed', () => {
    expect(Buffer.compare(inflateBody(pack[coding](text), coding, MAX), text)).toBe(0);
  });

  test('is refused when it is one byte larger', () => {
    const error = failureOf(() => inflateBody(pack[coding](text), coding, MAX - 1));
    expect(error.code).toBe('too_large');
    expect(error.message).toContain(`${MAX - 1} bytes`);
  });

  test('is refused when it is cut short, empty or something else', () => {
    const packed = pack[coding](text);
    for (const body of [packed.subarray(0, packed.length - 5), Buffer.alloc(0), text]) {
      const error = failureOf(() => inflateBody(body, coding, MAX));
      expect(error.code).toBe('invalid');
      expect(error.message).toContain(coding);
    }
  });

  test('stops a bomb without inflating it', () => {
    const bomb = pack[coding](Buffer.alloc(256 * 1024 * 1024));
    const before = process.memoryUsage.rss();
    expect(failureOf(() => inflateBody(bomb, coding, 1024 * 1024)).code).toBe('too_large');
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
  });
});

test('deflate is read without its zlib wrapper too', () => {
  expect(Buffer.compare(inflateBody(zlib.deflateRawSync(text), 'deflate', MAX), text)).toBe(0);
});

test('a zstd frame that does not say its size is read', () => {
  const params = { [zlib.constants.ZSTD_c_contentSizeFlag]: 0 };
  const packed = zlib.zstdCompressSync(text, { params });
  expect(Buffer.compare(inflateBody(packed, 'zstd', MAX), text)).toBe(0);
});
