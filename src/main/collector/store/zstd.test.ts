import { afterEach, describe, expect, test } from 'vitest';
import { frameContentSize } from './zstd-frames.ts';
import { loadZstd, useWasmZstd, zstdCompress, zstdExpand } from './zstd.ts';

const samples = [0, 1, 255, 256, 65_535, 65_536, 300_000].map((size) =>
  Uint8Array.from({ length: size }, (_, i) => (i * i) >>> (i % 7)),
);

describe('zstd', () => {
  afterEach(() => loadZstd());

  test('brings back what was compressed, and announces its size', () => {
    for (const sample of samples) {
      const frame = zstdCompress(sample, 1);
      expect(frameContentSize(frame)).toBe(sample.length);
      expect(Buffer.from(zstdExpand(frame, sample.length)).equals(sample)).toBe(true);
    }
  });

  test('makes the same frame whatever it compressed before', () => {
    const alone = samples.map((sample) => zstdCompress(sample, 1));
    for (const before of samples) {
      for (const [i, sample] of samples.entries()) {
        zstdCompress(before, 1);
        expect(Buffer.from(zstdCompress(sample, 1)).equals(alone[i]!)).toBe(true);
      }
    }
  });

  test('holds more than its first guess of the output size', () => {
    const noise = new Uint8Array(200_000);
    let state = 1;
    for (let i = 0; i < noise.length; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      noise[i] = state >>> 24;
    }
    const frame = zstdCompress(noise, 1);
    expect(frame.length).toBeGreaterThan(noise.length / 3);
    expect(Buffer.from(zstdExpand(frame, noise.length)).equals(noise)).toBe(true);
  });

  test('refuses a frame of another size, a cut one and what is no frame', () => {
    const frame = zstdCompress(samples[6]!, 1);
    expect(() => zstdExpand(frame, samples[6]!.length - 1)).toThrow();
    expect(() => zstdExpand(frame, samples[6]!.length + 1)).toThrow();
    expect(() => zstdExpand(frame.subarray(0, 100), samples[6]!.length)).toThrow();
    expect(frameContentSize(Buffer.from('this is no frame'))).toBe(-1);
    expect(frameContentSize(frame.subarray(0, 5))).toBe(-1);
  });
});

test('the WASM build and zlib read each other', async () => {
  const native = samples.map((sample) => zstdCompress(sample, 1));
  await useWasmZstd();
  for (const [i, sample] of samples.entries()) {
    expect(Buffer.from(zstdExpand(native[i]!, sample.length)).equals(sample)).toBe(true);
    expect(frameContentSize(zstdCompress(sample, 1))).toBe(sample.length);
  }
  expect(() => zstdExpand(native[6]!, 1000)).toThrow();
});
