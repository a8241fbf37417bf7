import { expect, it } from 'vitest';
import type { Origin } from '../audit/actor.ts';
import { SignInLink } from './sign-in-link.ts';

const from = (address: string): Origin => ({ via: 'console', address, client: null });

it('who tries wrong links is slowed down by their network, and keeps nobody out', async () => {
  const { link, token } = SignInLink.create({
    sessions: { start: async () => ({ token: 'a session', expiresAt: '' }) },
    people: { localOwnerId: async () => 'per_1' },
    settings: { current: { requireSignIn: false } },
    clock: { now: () => 0 },
  });
  const tried = (given: string, address: string) =>
    link.signIn(given, from(address)).catch((error: { code: string }) => error.code);
  for (let i = 0; i < 30; i += 1) {
    expect(await tried('wrong', `2001:db8:0:1::${i}`)).toBe('unauthenticated');
  }
  expect(await tried('wrong', '2001:db8:0:1::99')).toBe('busy');
  expect(await tried('wrong', '2001:db8:0:2::1')).toBe('unauthenticated');
  expect(await tried('wrong', '192.0.2.1')).toBe('unauthenticated');
  expect(await tried(token, '192.0.2.1')).toBe('a session');
  expect(await tried(token, '2001:db8:0:1::99')).toBe('a session');
});
