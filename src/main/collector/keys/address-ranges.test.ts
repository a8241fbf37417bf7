import { expect, it } from 'vitest';
import { AddressRange } from '../../../shared/contract/keys.ts';
import { areWithin, checkAddresses, senderNetwork } from './address-ranges.ts';

const check = checkAddresses(['192.0.2.7', '10.2.0.0/16', '2001:db8::/32', '::1'])!;

it.each([
  ['192.0.2.7', true],
  ['192.0.2.8', false],
  ['10.2.255.1', true],
  ['10.3.0.1', false],
  ['::ffff:10.2.0.9', true],
  ['::ffff:10.3.0.9', false],
  ['2001:db8:1::5', true],
  ['2001:0DB8:0001:0:0:0:0:5', true],
  ['2001:db9::5', false],
  ['::1', true],
  ['fe80::1%eth0', false],
  ['127.0.0.1', false],
  ['', false],
  ['not an address', false],
  [undefined, false],
] as const)('%s is allowed: %s', (address, allowed) => {
  expect(check(address)).toBe(allowed);
});

it('takes a range of everything, a range with bits of a host, and the zone of a link-local address', () => {
  expect(checkAddresses(['0.0.0.0/0'])!('203.0.113.1')).toBe(true);
  expect(checkAddresses(['0.0.0.0/0'])!('2001:db8::1')).toBe(false);
  expect(checkAddresses(['10.2.3.4/8'])!('10.99.0.1')).toBe(true);
  expect(checkAddresses(['fe80::/10'])!('fe80::1%eth0')).toBe(true);
  expect(checkAddresses([])).toBeNull();
});

it('IPv4 written as IPv6 is IPv4, ranges too', () => {
  const mapped = checkAddresses(['::ffff:10.0.0.0/104', '::ffff:192.0.2.7'])!;
  expect(['10.9.0.1', '11.0.0.1', '192.0.2.7'].map((one) => mapped(one))).toEqual([
    true,
    false,
    true,
  ]);
});

it.each([
  [['10.2.0.0/16'], ['10.0.0.0/8'], true],
  [['10.2.3.4', '192.0.2.7'], ['10.0.0.0/8', '192.0.2.0/24'], true],
  [['10.0.0.0/8'], ['10.2.0.0/16'], false],
  [['10.2.3.4', '192.0.2.7'], ['10.0.0.0/8'], false],
  [['10.0.0.0/8'], ['192.0.2.7', '10.0.0.0/8'], true],
  [['10.0.0.0/7'], ['10.0.0.0/8'], false],
  [['2001:db8:1::/48'], ['2001:db8::/32'], true],
  [['::/0'], ['0.0.0.0/0'], false],
  [['0.0.0.0/0'], ['10.0.0.0/8'], false],
  [['::ffff:10.2.0.0/112'], ['10.0.0.0/8'], true],
  [[], ['10.0.0.0/8'], false],
  [['10.0.0.1'], [], true],
  [[], [], true],
])('%j is within %j: %s', (ranges, allowed, within) => {
  expect(areWithin(ranges, allowed)).toBe(within);
});

it.each([
  ['::ffff:10.0.0.0/104', true],
  ['::ffff:10.0.0.1', true],
  ['10.0.0.1', true],
  [' 10.0.0.0/8 ', true],
  ['::/0', true],
  ['2001:db8::/32', true],
  ['10.0.0.0/33', false],
  ['10.0.0.256', false],
  ['2001:db8::/129', false],
  ['example.com', false],
  ['10.0.0.1-10.0.0.9', false],
  ['', false],
])('"%s" may be entered: %s', (text, valid) => {
  const parsed = AddressRange.safeParse(text);
  expect(parsed.success).toBe(valid);
  if (parsed.success) expect(() => checkAddresses([parsed.data])).not.toThrow();
});

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
  ['local', 'local'],
])('%s is of the sender %s', (address, network) => {
  expect(senderNetwork(address)).toBe(network);
});
