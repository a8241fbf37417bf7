import { expect, it } from 'vitest';
import { logLines } from './log-lines.ts';

const record = (fields: object): string =>
  JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [fields] }] }] });

it('reads log records from lines of OTLP/JSON', () => {
  const text = [
    record({
      timeUnixNano: '1790000000123456789',
      severityNumber: 17,
      body: { stringValue: 'payment refused' },
      attributes: [{ key: 'order', value: { intValue: '42' } }],
    }),
    record({
      observedTimeUnixNano: '5',
      severityNumber: 9,
      severityText: 'Notice',
      body: {
        kvlistValue: {
          values: [{ key: 'a', value: { arrayValue: { values: [{ boolValue: true }, {}] } } }],
        },
      },
    }),
    '',
    'not json',
  ].join('\n');
  expect(logLines(text)).toEqual([
    {
      timeUnixNano: '1790000000123456789',
      severityNumber: 17,
      severity: 'ERROR',
      body: 'payment refused',
      attributes: [{ key: 'order', text: '42' }],
    },
    {
      timeUnixNano: '5',
      severityNumber: 9,
      severity: 'Notice',
      body: '{"a":[true,null]}',
      attributes: [],
    },
  ]);
});

it('shows the name of an event that has no body', () => {
  expect(logLines(record({ eventName: 'cache.miss' }))[0]).toMatchObject({
    body: 'cache.miss',
    severity: '',
  });
});
