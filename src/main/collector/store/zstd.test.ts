import { afterEach, describe, expect, test } from 'vitest';
import { frameContentSize } from './zstd-frames.ts';
import { loadZstd, useWasmZstd, zstdCompress, zstdExpand, zstdExpandInto } from './zstd.ts';

const samples = [0, 1, 255, 256, 65_535, 65_536, 300_000].map((size) =>
  Uint8Array.from({ length: size }, (_, i) => (i * i) >>> (i % 7)),
);

/** What a call gives, or that it throws. */
function outcome(run: () => Uint8Array): string {
  try {
    return Buffer.from(run()).toString('base64');
  } catch {
    return 'thrown';
  }
}

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

  test('expands into memory that is used again, and after whatever was damaged', () => {
    const memory = Buffer.alloc(100_000, 7);
    const frames = samples.map((sample) => zstdCompress(sample, 1));
    const damaged = frames.flatMap((frame, i) => {
      const cuts = [1, 3, Math.ceil(frame.length / 2), frame.length - 1];
      const flipped = frame.slice();
      flipped[flipped.length >> 1]! ^= 0x55;
      return [...cuts.map((cut) => frame.subarray(0, cut)), flipped].map((data) => ({ data, i }));
    });
    for (const { data, i } of damaged) {
      const known = samples[i]!;
      // A change in what stands as it is cannot be seen: the frames have no checksum.
      const one = outcome(() => zstdExpand(data, known.length));
      expect(outcome(() => zstdExpandInto(data, known.length, memory))).toEqual(one);
      for (const [j, frame] of frames.entries()) {
        const sample = samples[j]!;
        const into = zstdExpandInto(frame, sample.length, memory);
        expect(Buffer.from(into).equals(sample)).toBe(true);
        if (sample.length > memory.length) expect(into.buffer).not.toBe(memory.buffer);
      }
    }
    for (const [i, frame] of frames.entries()) {
      for (const size of [samples[i]!.length + 1, Math.max(0, samples[i]!.length - 1)]) {
        if (size !== samples[i]!.length) {
          expect(() => zstdExpandInto(frame, size, memory)).toThrow();
        }
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
