/** Columns by which numbers can be split. `operation` is one of spans and calls only. */
export const GROUP_FIELDS = [
  'service',
  'environment',
  'release',
  'provider',
  'model',
  'operation',
  'name',
  'session',
  'user',
] as const;
export type GroupField = (typeof GROUP_FIELDS)[number];
