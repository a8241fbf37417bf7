import { randomBytes } from 'node:crypto';
import zlib from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { useWasmZstd } from '../store/zstd.ts';
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

function zstd(data: Uint8Array, maxBytes = MAX): Uint8Array {
  return inflateBody(data, 'zstd', maxBytes);
}

describe.each(['zlib', 'WASM'])('zstd of %s', (implementation) => {
  // Never back: this is the last test of the file.
  beforeAll(() => (implementation === 'WASM' ? useWasmZstd() : undefined));

  const packed = pack.zstd(text);
  const noise = randomBytes(300_000);
  const checked = zlib.zstdCompressSync(noise, {
    params: { [zlib.constants.ZSTD_c_checksumFlag]: 1 },
  });

  test('is read whole, whether the frame says its size or not', () => {
    const params = { [zlib.constants.ZSTD_c_contentSizeFlag]: 0 };
    const unsized = zlib.zstdCompressSync(text, { params });
    for (const frame of [packed, unsized]) expect(Buffer.compare(zstd(frame), text)).toBe(0);
    expect(zstd(pack.zstd(Buffer.alloc(0)))).toHaveLength(0);
    expect(Buffer.compare(zstd(checked, noise.length), noise)).toBe(0);
  });

  test('is read to the end where it is several frames, some to be skipped', () => {
    const skippable = Buffer.from('5e2a4d1803000000aabbcc', 'hex');
    const body = Buffer.concat([skippable, packed, packed, skippable]);
    expect(Buffer.from(zstd(body, 2 * MAX)).toString()).toBe(`${text}${text}`);
    expect(failureOf(() => zstd(body, 2 * MAX - 1)).code).toBe('too_large');
    const many = Buffer.concat(Array.from({ length: 2000 }, () => pack.zstd(Buffer.alloc(0))));
    expect(failureOf(() => zstd(many)).code).toBe('invalid');
  });

  test('is refused wherever it is cut, and when a byte of it or behind it is wrong', () => {
    const flipped = Buffer.from(checked);
    flipped[150_000]! ^= 1;
    const bad: Uint8Array[] = [flipped, Buffer.concat([packed, Buffer.from('more')])];
    for (let cut = 0; cut < packed.length; cut++) bad.push(packed.subarray(0, cut));
    for (const body of bad) expect(failureOf(() => zstd(body, 1e6)).code).toBe('invalid');
  });

  test('stops bombs, honest and not, at little more than what is allowed', () => {
    const zeros = Buffer.alloc(256 * 1024 * 1024);
    const params = { [zlib.constants.ZSTD_c_contentSizeFlag]: 0 };
    const bombs = [zlib.zstdCompressSync(zeros), zlib.zstdCompressSync(zeros, { params })];
    const before = process.memoryUsage.rss();
    for (const bomb of bombs) {
      expect(failureOf(() => zstd(bomb, 16 * 1024 * 1024)).code).toBe('too_large');
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
  });
});
