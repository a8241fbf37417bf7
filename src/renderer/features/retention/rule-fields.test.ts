import { expect, test } from 'vitest';
import { readRules, writeEnvironments } from './rule-fields.ts';

const read = (fields: Record<string, string>) => readRules((name) => fields[name] ?? '');

test('empty fields are no limits, units and environments are read', () => {
  expect(
    read({ 'traces.days': '30', 'logs.bytes': '2 GB', environments: 'dev 7\n\n my env 3 ' }),
  ).toEqual({
    rules: {
      traces: { days: 30, bytes: null, records: null },
      logs: { days: null, bytes: 2e9, records: null },
      metrics: { days: null, bytes: null, records: null },
      errorDays: null,
      pinnedDays: null,
      environments: [
        { environment: 'dev', days: 7 },
        { environment: 'my env', days: 3 },
      ],
    },
  });
});

test('what cannot be read is named', () => {
  expect(read({ 'metrics.records': 'lots' })).toMatchObject({
    problem: 'Records of metrics: Write a number, such as 50,000.',
    field: 'metrics.records',
  });
  expect(read({ environments: 'dev' })).toMatchObject({
    problem: expect.stringContaining('"dev"'),
    field: 'environments',
  });
});

test('environments are written as they are read', () => {
  const environments = [{ environment: 'prüf umgebung', days: 12 }];
  const again = read({ environments: writeEnvironments(environments) });
  expect(again).toMatchObject({ rules: { environments } });
});
