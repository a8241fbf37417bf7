import { expect, test } from 'vitest';
import { meaningOf } from './fields.ts';
import { parseNumber } from './values.ts';

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
