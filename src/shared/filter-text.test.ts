import { describe, expect, it } from 'vitest';
import { parseFilterText } from './filter-text.ts';

describe('parseFilterText', () => {
  it('reads known fields, durations with units and attributes', () => {
    expect(
      parseFilterText(
        'service = api and env=prod and status = error and duration >= 1.5s and duration < 2m and http.route = "/v1 \\"x\\""',
      ),
    ).toEqual({
      services: ['api'],
      environments: ['prod'],
      status: 'error',
      minDurationUs: 1_500_000,
      maxDurationUs: 120_000_000,
      attributes: [{ key: 'http.route', value: '/v1 "x"' }],
    });
  });

  it('collects alternatives of one field', () => {
    expect(parseFilterText('model = a and model = b').models).toEqual(['a', 'b']);
  });

  it('is empty for an empty text', () => {
    expect(parseFilterText('  ')).toEqual({});
  });

  it.each([
    ['service', 'position 1'],
    ['status = maybe', 'ok or error'],
    ['service > api', 'only duration'],
    ['duration > soon', 'cannot be read'],
    ['service = api or status = error', 'position'],
  ])('refuses %s with a message that helps', (text, message) => {
    expect(() => parseFilterText(text)).toThrow(message);
  });
});
