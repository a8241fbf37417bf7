import { expect, test } from 'vitest';
import type { AttributeValue } from '../../../../shared/telemetry.ts';
import { attributeJson, attributeText, valueMatches } from './attribute-text.ts';

const NESTED: AttributeValue = {
  type: 'kvlist',
  value: [
    { key: 'a"b', value: { type: 'int', value: '9223372036854775807' } },
    {
      key: 'list',
      value: {
        type: 'array',
        value: [
          { type: 'double', value: 'NaN' },
          { type: 'empty', value: null },
        ],
      },
    },
  ],
};

test('lists are written as JSON, scalars as they are', () => {
  expect(attributeJson(NESTED)).toBe('{"a\\"b":9223372036854775807,"list":["NaN",null]}');
  expect(attributeText({ type: 'string', value: 'x "y"' })).toBe('x "y"');
  expect(attributeText({ type: 'bool', value: false })).toBe('false');
  expect(attributeText({ type: 'double', value: 1.5 })).toBe('1.5');
  expect(attributeText({ type: 'empty', value: null })).toBe('');
});

test.each<[AttributeValue, string, boolean]>([
  [{ type: 'string', value: ' a ' }, ' a ', true],
  [{ type: 'string', value: ' a ' }, 'a', false],
  [{ type: 'int', value: '-7' }, '-7', true],
  [{ type: 'int', value: '7' }, '+7', true],
  [{ type: 'int', value: '7' }, '7.5', false],
  [{ type: 'int', value: '0' }, '', false],
  [{ type: 'int', value: '9223372036854775807' }, '9223372036854775806', false],
  [{ type: 'double', value: 0 }, '', false],
  [{ type: 'double', value: '-0' }, '0', true],
  [{ type: 'double', value: 'NaN' }, 'NaN', true],
  [{ type: 'double', value: 'NaN' }, 'other', false],
  [{ type: 'double', value: '-Infinity' }, '-Infinity', true],
  [{ type: 'bool', value: true }, 'TRUE', true],
  [{ type: 'bool', value: true }, 'false', false],
  [{ type: 'empty', value: null }, ' ', true],
  [NESTED, '{"a\\"b":9223372036854775807,"list":["NaN",null]}', true],
  [NESTED, '{', false],
])('%j is written as %j: %s', (value, wanted, expected) => {
  expect(valueMatches(value, wanted)).toBe(expected);
});
