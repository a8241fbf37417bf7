import { expect } from 'vitest';
import { Scan } from '../../../src/main/collector/redaction/scan.ts';

/** The handlers by themselves, and after the filter has looked for where they are called. */
const scans = [new Scan(null), new Scan()];

/** What both find in a text, the value of a key, which must be the same: kind and value. */
export function found(text: string, key = ''): string[] {
  const [alone, walked] = scans.map((scan) =>
    scan.find(text, key).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`),
  );
  expect(walked, text).toEqual(alone);
  return alone!;
}
