import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BINS, middleOf } from '../duration-histogram.ts';
import { PlaceSums } from './place-sums.ts';

const PLACES = 4;
const entries = fc.array(
  fc.record({
    place: fc.nat(PLACES - 1),
    // Close together, as durations are, and at both ends.
    bin: fc.oneof(fc.integer({ min: 1000, max: 1300 }), fc.constantFrom(0, 127, 128, BINS - 1)),
    failed: fc.nat(1),
  }),
  { maxLength: 300 },
);
type Entry = { readonly place: number; readonly bin: number; readonly failed: number };

const filled = (all: readonly Entry[]): PlaceSums => {
  const sums = new PlaceSums(PLACES);
  for (const { place, bin, failed } of all) sums.add(place, bin, failed);
  return sums;
};

/** Nearest rank of plain numbers. */
const plain = (all: readonly Entry[]) => {
  const bins = all.map(({ bin }) => bin).toSorted((a, b) => a - b);
  const at = (share: number) =>
    bins.length === 0 ? 0 : middleOf(bins[Math.max(1, Math.ceil(share * bins.length)) - 1]!);
  return {
    count: all.length,
    errors: all.filter(({ failed }) => failed === 1).length,
    p50DurationUs: at(0.5),
    p95DurationUs: at(0.95),
    p99DurationUs: at(0.99),
  };
};

test('sums of places are those of a plain sort, added up, cleared and used again', () => {
  fc.assert(
    fc.property(entries, entries, (first, second) => {
      const sums = filled(first);
      sums.addSums(filled(second));
      const expectSame = (all: readonly Entry[]): void => {
        const { all: together, places } = sums.measures();
        expect(together).toMatchObject(plain(all));
        for (const [i, measures] of places.entries()) {
          expect(measures).toMatchObject(plain(all.filter(({ place }) => place === i + 1)));
        }
      };
      expectSame([...first, ...second]);
      sums.clear();
      expectSame([]);
      sums.addSums(filled(second));
      expectSame(second);
    }),
    { numRuns: 100 },
  );
});
