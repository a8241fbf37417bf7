import { expect, it } from 'vitest';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { endsSoon, endText, isActive, keyState, sinceReplaced } from './key-state.ts';

const key = (change: Partial<ApiKey>) =>
  ({
    revokedAt: null,
    expiresAt: null,
    replacedBy: null,
    lastUsedAt: null,
    requestsSinceReplaced: null,
    ...change,
  }) as ApiKey;
const now = Date.UTC(2026, 0, 2);

it.each([
  [key({}), 'active', true],
  [key({ replacedBy: 'key_000000000001', expiresAt: '2026-01-03T00:00:00Z' }), 'replaced', true],
  [key({ replacedBy: 'key_000000000001', expiresAt: '2026-01-01T00:00:00Z' }), 'expired', false],
  [key({ expiresAt: '2026-01-02T00:00:00Z' }), 'expired', false],
  [key({ revokedAt: '2026-01-01T00:00:00Z' }), 'revoked', false],
] as const)('key %# is %s', (apiKey, state, active) => {
  expect(keyState(apiKey, now)).toBe(state);
  expect(isActive(apiKey, now)).toBe(active);
});

it.each([
  [key({}), null, 'never ends'],
  [key({ expiresAt: '2026-01-02T00:12:30Z' }), 'ends in 12 minutes', 'ends in 12 minutes'],
  [key({ expiresAt: '2026-01-03T06:00:00Z' }), 'ends in 30 hours', 'ends in 30 hours'],
  [key({ expiresAt: '2026-01-08T23:00:00Z' }), 'ends in 6 days', 'ends in 6 days'],
  [key({ expiresAt: '2026-03-01T12:00:00Z' }), null, /^until .*2026/],
  [key({ expiresAt: '2026-01-01T00:00:00Z' }), null, /^since .*/],
])('of key %# the end is told', (apiKey, warning, text) => {
  expect(endsSoon(apiKey, now)).toBe(warning);
  expect(endText(apiKey, now)).toMatch(text);
});

it('tells whether a replaced key is still needed', () => {
  expect(sinceReplaced(key({}), now)).toBeNull();
  expect(sinceReplaced(key({ requestsSinceReplaced: 0 }), now)).toBe('not used since');
  const lastUsedAt = '2026-01-01T23:58:00Z';
  expect(sinceReplaced(key({ requestsSinceReplaced: 12, lastUsedAt }), now)).toBe(
    'still used: 12 requests, 2 min ago',
  );
});
