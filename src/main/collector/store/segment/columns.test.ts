import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnReader, ColumnWriter } from './columns.ts';
import { SegmentError } from './segment-error.ts';

const whole = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 70_000 }),
  fc.integer({ min: -1000, max: 0xffffffff }),
  fc.maxSafeInteger(),
);
const anyNumber = fc.oneof(whole, fc.double(), fc.constant(Number.NaN));

/** What was written, from a buffer of its own as it comes out of a database. */
function read(writer: ColumnWriter): ColumnReader {
  return new ColumnReader(Uint8Array.from(writer.finish()));
}

const unsigned = (value: number): number => value + 0;

describe('columns', () => {
  test('keep every number exactly', () => {
    const writer = new ColumnWriter();
    fc.assert(
      fc.property(fc.array(fc.array(anyNumber, { maxLength: 40 }), { maxLength: 5 }), (columns) => {
        writer.reset();
        for (const column of columns) writer.numbers(column, column.length);
        const reader = read(writer);
        for (const column of columns) {
          // -0 may come back as 0: no column needs the sign of zero.
          expect(Array.from(reader.f64(column.length), unsigned)).toEqual(column.map(unsigned));
        }
      }),
    );
  });

  test('of times a few minutes apart take four bytes a value', () => {
    const writer = new ColumnWriter();
    const times = Array.from({ length: 1000 }, (_, i) => 1_760_000_000_000_000 + i * 250_000);
    writer.numbers(times, times.length);
    expect(writer.finish().length).toBe(8 + 8 + 4000);
    expect([...read(writer).f64(1000)]).toEqual(times);
  });

  test('keep strings and bytes', () => {
    const writer = new ColumnWriter();
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 20 }),
        fc.uint8Array({ maxLength: 50 }),
        (strings, bytes) => {
          writer.reset();
          writer.strings(strings);
          writer.bytes(bytes);
          const reader = read(writer);
          expect(reader.strings()).toEqual(strings);
          expect(reader.bytes(bytes.length)).toEqual(bytes);
        },
      ),
    );
  });

  test('written again after a larger block hold nothing of it', () => {
    const writer = new ColumnWriter();
    writer.bytes(new Uint8Array(1000).fill(255));
    writer.reset().bytes(Uint8Array.of(1));
    expect([...writer.finish().subarray(8)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('read from arbitrary bytes throw SegmentError and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(30), (bytes, count) => {
        for (const method of ['u8', 'u16', 'u32', 'f64', 'bytes'] as const) {
          try {
            expect(new ColumnReader(bytes)[method](count)).toHaveLength(count);
          } catch (error) {
            expect(error).toBeInstanceOf(SegmentError);
          }
        }
        try {
          new ColumnReader(bytes).strings();
        } catch (error) {
          expect(error).toBeInstanceOf(SegmentError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('refuse an index outside its list and offsets that do not cover it', () => {
    const writer = new ColumnWriter();
    writer.numbers([0, 3], 2);
    expect(() => read(writer).indexes(2, 3)).toThrow(SegmentError);
    writer.reset().numbers([0, 2, 1, 3], 4);
    expect(() => read(writer).offsets(3, 3)).toThrow(SegmentError);
    writer.reset().numbers([0, 1, 2], 3);
    expect(() => read(writer).offsets(2, 3)).toThrow(SegmentError);
    expect([...read(writer).offsets(2, 2)]).toEqual([0, 1, 2]);
  });
});
