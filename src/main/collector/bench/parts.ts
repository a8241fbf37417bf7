/** What can be measured by itself. */
export const BENCH_PARTS = [
  'administration',
  'retention',
  'trace-open',
  'filters',
  'analytics',
  'files',
  'ingest',
] as const;
export type BenchPart = (typeof BENCH_PARTS)[number];
