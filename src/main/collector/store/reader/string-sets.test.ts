import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { StringSets } from './string-sets.ts';

test('rows hold the union of what was added to them, equal sets share a number', () => {
  const addition = fc.record({
    row: fc.integer({ min: 0, max: 4 }),
    list: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(addition, { maxLength: 60 }), (additions) => {
      const sets = new StringSets();
      const rows = Array.from({ length: 5 }, () => 0);
      const model = rows.map(() => new Set<number>());
      for (const { row, list } of additions) {
        rows[row] = sets.add(rows[row]!, Uint32Array.from([99, ...list, 99]), 1, list.length + 1);
        for (const member of list) model[row]!.add(member);
      }
      const expected = model.map((set) => [...set].toSorted((a, b) => a - b));
      expect(rows.map((set) => [...sets.of(set)])).toEqual(expected);
      expect(new Set(rows).size).toBe(new Set(expected.map((set) => set.join())).size);
      const strings = Uint8Array.from({ length: 10 }, (_, member) => (member === 3 ? 1 : 0));
      const mask = sets.mask(strings);
      expect(rows.map((set) => mask[set] === 1)).toEqual(expected.map((set) => set.includes(3)));
    }),
  );
});

test('a set that grows step by step leaves nothing behind', () => {
  const sets = new StringSets();
  let row = 0;
  for (let member = 1; member <= 1000; member++) {
    row = sets.add(row, Uint32Array.of(member), 0, 1);
  }
  expect(sets.of(row)).toHaveLength(1000);
  expect(sets.size).toBeLessThan(5);
});
