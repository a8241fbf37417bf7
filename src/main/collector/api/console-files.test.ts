import { describe, expect, it } from 'vitest';
import { takesGzip } from './console-files.ts';

describe('takesGzip', () => {
  it.each([
    'gzip',
    'gzip, deflate, br',
    'br;q=1.0, GZIP;q=0.8',
    'br, x-gzip',
    '*',
    'identity;q=0, *;q=0.1',
  ])('%s', (header) => {
    expect(takesGzip(header)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'identity',
    'br',
    'gzip;q=0',
    'gzip; q=0.000, *',
    'br, *;q=0',
    'gzipped',
  ])('not %s', (header) => {
    expect(takesGzip(header)).toBe(false);
  });
});
