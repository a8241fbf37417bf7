import { describe, expect, test } from 'vitest';
import { createHostGuard, isLoopbackHost } from './host-guard.ts';

const corp = ['traces.corp'];

describe('a listener on loopback', () => {
  const names = ['Collector.internal'];
  const allowed = createHostGuard({ boundHost: '127.0.0.1', allowedHosts: () => names });

  test.each([
    'localhost',
    'LOCALHOST:4318',
    'localhost.:4318',
    'app.localhost:1',
    '127.0.0.1',
    '127.0.0.1:4318',
    '127.1.2.3:80',
    '[::1]:4318',
    '[::1]',
    'collector.internal:4318',
  ])('answers to %s', (host) => {
    expect(allowed(host)).toBe(true);
    expect(allowed(host)).toBe(true);
  });

  test.each([
    undefined,
    '',
    'evil.example',
    'evil.example:4318',
    'localhost.evil.example',
    'evil-localhost',
    '127.0.0.1.evil.example',
    '127.evil.example',
    '192.168.1.10:4318',
    '0x7f.1',
    '[::1',
    '[::2]:80',
    'localhost:80:90',
    '127.0.0.1:80@evil.example',
    'localhost:evil.example',
    '[::1]evil.example',
    '[::1].:80',
  ])('refuses %s', (host) => {
    expect(allowed(host)).toBe(false);
    expect(allowed(host)).toBe(false);
  });
});

test('an open listener answers to addresses and to names that were allowed, not to others', () => {
  const allowed = createHostGuard({ boundHost: '0.0.0.0', allowedHosts: () => corp });
  expect(allowed('192.168.1.10:4318')).toBe(true);
  expect(allowed('[fe80::1]:4318')).toBe(true);
  expect(allowed('traces.corp:4318')).toBe(true);
  expect(allowed('rebound.example:4318')).toBe(false);
});

test('a changed list counts at once, for names already asked about too', () => {
  let names: readonly string[] = [];
  const allowed = createHostGuard({ boundHost: '0.0.0.0', allowedHosts: () => names });
  expect(allowed('traces.corp:4318')).toBe(false);
  names = corp;
  expect(allowed('traces.corp:4318')).toBe(true);
  names = [];
  expect(allowed('traces.corp:4318')).toBe(false);
});

test('loopback is told from names that only look like it', () => {
  expect(isLoopbackHost('::ffff:127.0.0.1')).toBe(true);
  expect(isLoopbackHost('::ffff:10.0.0.1')).toBe(false);
  expect(isLoopbackHost('0.0.0.0')).toBe(false);
  expect(isLoopbackHost('::')).toBe(false);
});
