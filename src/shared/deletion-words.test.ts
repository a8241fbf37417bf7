import { expect, it } from 'vitest';
import { allThatGoes, describeEnd, whatGoes } from './deletion-words.ts';

const NOTHING = { traces: 0, spans: 0, logs: 0, metrics: 0 };
const SOME = { traces: 1, spans: 40, logs: 0, metrics: 2 };

it.each([
  [SOME, '1 trace', '1 trace, 40 spans, 2 metrics'],
  [{ ...NOTHING, logs: 12, metrics: 1 }, '12 log records', '12 log records, 1 metric'],
  [NOTHING, '0 traces', 'nothing'],
])('says what a deletion of %j removes', (counts, short, all) => {
  expect([whatGoes(counts), allThatGoes(counts)]).toEqual([short, all]);
});

it.each([
  [0, 0, NOTHING, 'It had not begun. Nothing was deleted.'],
  [0, 4, NOTHING, 'It had gone through 0 of 4 files. Nothing was deleted.'],
  [3, 4, SOME, /^It had gone through 3 of 4 files\. Deleted, and stays so: 1 trace, 40 spans/],
  // Of a run before this start.
  [0, 0, SOME, /^It had not been taken up again\. Deleted, and stays so: 1 trace, 40 spans/],
])(
  'says of one that was cancelled after %i of %i files what stays so',
  (done, total, removed, said) => {
    expect(describeEnd({ days: { done, total }, removed })).toMatch(said);
  },
);

it('writes numbers as whoever looks does', () => {
  const removed = { ...NOTHING, traces: 12_345 };
  expect([whatGoes(removed), whatGoes(removed, 'de-DE')]).toEqual([
    '12,345 traces',
    '12.345 traces',
  ]);
  expect(allThatGoes(removed, 'de-DE')).toBe('12.345 traces');
  expect(describeEnd({ days: { done: 1000, total: 2000 }, removed }, 'de-DE')).toBe(
    'It had gone through 1.000 of 2.000 files. Deleted, and stays so: 12.345 traces.',
  );
});
