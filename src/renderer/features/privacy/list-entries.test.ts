import { expect, it } from 'vitest';
import { addressOf, domainOf, keyOf } from './list-entries.ts';

it.each([
  [keyOf, ' user.* ', 'user.*'],
  [keyOf, '  ', null],
  [keyOf, 'k'.repeat(513), null],
  [domainOf, '@Corp.io', 'corp.io'],
  [domainOf, '*.corp.io', 'corp.io'],
  [domainOf, 'bücher.example', 'bücher.example'],
  [domainOf, 'localhost', null],
  [domainOf, 'ada@corp.io', null],
  [addressOf, ' 10.0.0.0/8 ', '10.0.0.0/8'],
  [addressOf, '2001:db8::1', '2001:db8::1'],
  [addressOf, '10.0.0', null],
  [addressOf, '10.0.0.0/40', null],
])('%o reads %j as %j', (parse, text, expected) => {
  expect(parse(text)).toBe(expected);
});
