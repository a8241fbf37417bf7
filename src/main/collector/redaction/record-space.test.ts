import { expect, test } from 'vitest';
import { encodeField } from './encode-value.ts';
import { RecordSpace, type Edit } from './record-space.ts';

/** Fields 1, 2 and 3 of `size` bytes each, and where they lie. */
function recordOf(size: number) {
  const fields = [1, 2, 3].map((field) => encodeField(field, Buffer.alloc(size, 96 + field)));
  const ends = [fields[0]!.length, fields[0]!.length * 2, fields[0]!.length * 3];
  return { record: Buffer.concat(fields), fields, ends };
}

test.each([1, 200, 90_000])('fields of %d bytes become longer, shorter and nothing', (size) => {
  const space = new RecordSpace();
  for (let round = 0; round < 6; round++) {
    const { record, fields, ends } = recordOf(size);
    const before = Buffer.from(record);
    const longer = Buffer.alloc(size * 2, 'L');
    const edits: Edit[] = [
      { at: 0, end: ends[0]!, field: 1, content: longer },
      { at: ends[1]!, end: ends[2]!, field: 3, content: undefined },
    ];
    const first = space.write(record, edits);
    const second = space.write(record, [
      { at: ends[0]!, end: ends[1]!, field: 2, content: Buffer.alloc(0) },
    ]);
    const expected = [encodeField(1, longer), fields[1]!];
    expect(Buffer.concat(expected).equals(first)).toBe(true);
    expect(Buffer.concat([fields[0]!, Buffer.from([18, 0]), fields[2]!]).equals(second)).toBe(true);
    expect(record.equals(before)).toBe(true);
    if (round % 2 === 1) space.release();
  }
});

test('memory is used again once it was released, and not before', () => {
  const space = new RecordSpace();
  const { record, ends } = recordOf(100);
  const write = (): Uint8Array =>
    space.write(record, [{ at: 0, end: ends[0]!, field: 1, content: Buffer.from('x') }]);
  space.release();
  const first = write();
  const second = write();
  expect(second.buffer).toBe(first.buffer);
  expect(second.byteOffset).toBeGreaterThanOrEqual(first.byteOffset + first.length);
  space.release();
  const again = write();
  expect(again.buffer).toBe(first.buffer);
  expect(again.byteOffset).toBe(first.byteOffset);
});
