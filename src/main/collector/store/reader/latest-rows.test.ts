import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { latestRows, StartBounds } from './latest-rows.ts';
import { rankRows, sortValue } from './row-ranking.ts';
import { TraceColumns } from './trace-columns.ts';
import { idHex } from './trace-id.ts';

/** Columns with these starts; a row's id follows from its number and sorts in another order. */
function columnsOf(starts: readonly number[]): { columns: TraceColumns; bounds: StartBounds } {
  const columns = new TraceColumns(starts.length);
  const bounds = new StartBounds();
  for (const start of starts) {
    const row = columns.addRow();
    columns.ids[row * 4] = Math.imul(row + 1, 0x9e3779b1) >>> 0;
    columns.startUs[row] = start;
    bounds.raise(row, start);
  }
  return { columns, bounds };
}

const LENGTH = 20_000;
/** Starts that rise with the rows, with ties, some out of place. */
const starts = fc
  .record({
    step: fc.constantFrom(0, 0.01, 1),
    strays: fc.array(
      fc.record({ row: fc.nat(LENGTH - 1), start: fc.integer({ min: 0, max: 2 * LENGTH }) }),
      { maxLength: 50 },
    ),
  })
  .map(({ step, strays }) => {
    const values = Array.from({ length: LENGTH }, (_, row) => Math.floor(row * step));
    for (const { row, start } of strays) values[row] = start;
    return values;
  });

test('pages of the latest rows are those of a whole ranking', () => {
  fc.assert(
    fc.property(
      starts,
      fc.constantFrom(1, 3, 500),
      fc.constantFrom(1, 7, 100, 1000),
      (values, stride, limit) => {
        const { columns, bounds } = columnsOf(values);
        const rows = Uint32Array.from(
          { length: Math.floor(LENGTH / stride) },
          (_, i) => i * stride,
        );
        const selection = { rows, count: rows.length };
        let after: { value: number; traceId: string } | undefined;
        for (let page = 0; page < 3; page++) {
          const options = { sort: 'start', descending: true, limit, after } as const;
          const expected = rankRows(columns, selection, options);
          const found = latestRows(columns, bounds, selection, limit, after);
          // Undefined where the end of the selection does not tell.
          if (found !== undefined) expect(found).toEqual(expected);
          const last = expected.rows.at(-1);
          if (!expected.more || last === undefined) break;
          after = { value: sortValue(columns, last, 'start'), traceId: idHex(columns.ids, last) };
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('rows that come in order need no ranking', () => {
  const { columns, bounds } = columnsOf(Array.from({ length: 40_000 }, (_, row) => row));
  const rows = Uint32Array.from({ length: 40_000 }, (_, row) => row);
  const found = latestRows(columns, bounds, { rows, count: rows.length }, 2, undefined);
  expect(found).toEqual({ rows: [39_999, 39_998], more: true });
});

test('rows that come latest first are left to a whole ranking', () => {
  const { columns, bounds } = columnsOf(Array.from({ length: 40_000 }, (_, row) => 40_000 - row));
  const rows = Uint32Array.from({ length: 40_000 }, (_, row) => row);
  expect(latestRows(columns, bounds, { rows, count: rows.length }, 100, undefined)).toBeUndefined();
});
