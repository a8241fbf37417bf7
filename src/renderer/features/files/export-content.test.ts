import { expect, it } from 'vitest';
import { describeExport } from './export-content.ts';

const time = { fromUs: 1 };
const query = { ...time, query: 'status = error' };

it.each([
  ['bundle', {}, undefined, 'All traces of Shop, all logs, metrics and notes.'],
  ['bundle', time, undefined, 'All traces of Shop, all logs, metrics and notes in its time range.'],
  [
    'bundle',
    query,
    undefined,
    'The traces that the list shows of Shop, their logs and notes, no metrics.',
  ],
  ['otlp-jsonl', query, ['a'], '1 trace of Shop with their logs, no metrics.'],
  ['otlp-protobuf', { services: [] }, undefined, 'All traces of Shop and all logs.'],
  ['jaeger', query, undefined, 'The traces that the list shows of Shop, without logs.'],
  ['csv', {}, ['a', 'b'], '2 traces of Shop, a row each.'],
] as const)('says what %s of a filter holds', (format, filter, traceIds, told) => {
  const content = { projectName: 'Shop', format, filter: { ...filter }, traceIds };
  expect(describeExport(content as Parameters<typeof describeExport>[0])).toBe(
    `${told} What is hidden from you stays out.`,
  );
});
