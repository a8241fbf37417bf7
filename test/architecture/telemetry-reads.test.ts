import { expect, it } from 'vitest';
import { readSourceFiles } from './source-files.ts';

// What is read of telemetry on behalf of a caller goes through VisibleStore, which takes out what they may not see.
// This test keeps the ways around it closed.

const files = readSourceFiles('src/main').filter(
  ({ path }) => !path.endsWith('.test.ts') && !/collector\/(?:store|bench)\//.test(path),
);

/** Methods of the store that give out what is in telemetry. */
const READS = [
  'listTraces',
  'histogram',
  'facets',
  'threads',
  'summary',
  'spanTable',
  'span',
  'findInTrace',
  'linkedFrom',
  'traceMarks',
  'traceRecords',
  'logRecords',
  'exportRecords',
  'newestRecords',
  'attributeKeys',
  'series',
  'agentMap',
  'serviceMap',
  'errorGroups',
];

const where = (pattern: RegExp) =>
  files
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path)
    .toSorted();

it('reads of the store are called by VisibleStore, and by those who have nothing else', () => {
  const callers = where(new RegExp(String.raw`[sS]tore\)?\??\s*\.(?:${READS.join('|')})\(`));
  expect(callers).toEqual([
    'src/main/collector/api/handlers/trace-handlers.ts',
    // These are handed a VisibleStore.
    'src/main/collector/transfer/export-csv.ts',
    'src/main/collector/transfer/export-file.ts',
    // For the keys a rule would cover, which are no values.
    'src/main/collector/visibility/telemetry.ts',
    'src/main/collector/visibility/visible-store.ts',
  ]);
});

it('everybody else has of the store only what reads nothing', () => {
  const others = files.filter(
    ({ path }) => !/visibility\/(?:visible-store|telemetry)\.ts$/.test(path),
  );
  const wrong = others.flatMap(({ path, text }) => {
    const uses = text
      .replaceAll(/import[^;]*;/g, '')
      .replaceAll(/Pick<\s*TelemetryStore,([^>]*)>/g, (_use, methods: string) =>
        READS.some((name) => methods.includes(`'${name}'`)) ? 'TelemetryStore' : '',
      );
    return /\bTelemetryStore\b/.test(uses) ? [path] : [];
  });
  expect(wrong).toEqual([]);
});

it('the whole store is opened once, and a VisibleStore made in one place', () => {
  expect(where(/\bopenStore\(/)).toEqual(['src/main/collector/open-collector.ts']);
  expect(where(/new VisibleStore\(/)).toEqual(['src/main/collector/visibility/telemetry.ts']);
  // Tests of one value read nothing of a store.
  expect(where(/from '.*store\/reader\/(?!query\/value-tests\.ts)/)).toEqual([]);
});
