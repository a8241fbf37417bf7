import { expect, test } from 'vitest';
import { encodeField } from './encode-value.ts';
import { RecordSpace } from './record-space.ts';

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
    space.begin();
    expect(space.isChanged).toBe(false);
    space.exchange(0, ends[0]!, 1, longer);
    space.exchange(ends[1]!, ends[2]!, 3, undefined);
    expect(space.isChanged).toBe(true);
    const first = space.write(record);
    space.begin();
    space.exchange(ends[0]!, ends[1]!, 2, Buffer.alloc(0));
    const second = space.write(record);
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
  const write = (): Uint8Array => {
    space.begin();
    space.exchange(0, ends[0]!, 1, Buffer.from('x'));
    return space.write(record);
  };
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
