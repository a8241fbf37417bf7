import { expect, it } from 'vitest';
import { allThatGoes, whatGoes } from './deletion-words.ts';

it.each([
  [{ traces: 1, spans: 40, logs: 0, metrics: 2 }, '1 trace', '1 trace, 40 spans, 2 metrics'],
  [{ traces: 0, spans: 0, logs: 12, metrics: 1 }, '12 log records', '12 log records, 1 metric'],
  [{ traces: 0, spans: 0, logs: 0, metrics: 0 }, '0 traces', 'nothing'],
])('says what a deletion of %j removes', (counts, short, all) => {
  expect([whatGoes(counts), allThatGoes(counts)]).toEqual([short, all]);
});
