import { expect, it } from 'vitest';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { isActive, keyState } from './key-state.ts';

const key = (change: Partial<ApiKey>) =>
  ({ revokedAt: null, expiresAt: null, replacedBy: null, ...change }) as ApiKey;
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
