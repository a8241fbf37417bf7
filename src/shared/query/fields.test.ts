import { expect, test } from 'vitest';
import { meaningOf } from './fields.ts';
import { parseNumber, parseTimeUs } from './values.ts';

// What every JavaScript object has is neither a field nor a unit.
test.each(['__proto__', 'constructor', 'span.constructor', 'trace.toString', 'valueOf'])(
  '%s is an attribute like any other',
  (key) => {
    expect(meaningOf(key, false)).toEqual({ kind: 'attribute' });
    expect(meaningOf(key, true)).toEqual({ kind: 'attribute' });
    expect(parseNumber(`5${key}`)).toBeUndefined();
  },
);

test('other names of fields are known', () => {
  expect(meaningOf('ENV', false)).toEqual({ kind: 'trace', field: 'environment' });
  expect(meaningOf('span.service.name', false)).toEqual({ kind: 'span', field: 'service' });
});

test.each([
  ['2026-11-21T08:30:00.5Z', 1_795_249_800_500_000],
  ['2026-11-21T08:30:00.123456', 1_795_249_800_123_456],
  ['2026-11-21T08:30:00.123456789+01:00', 1_795_246_200_123_456.8],
])('%s is a time to its last digit', (text, us) => {
  expect(parseTimeUs(text)).toBeCloseTo(us, 0);
});
