import type { ApiKey } from '../../../shared/contract/keys.ts';

export type KeyState = 'active' | 'expired' | 'revoked' | 'replaced';

/** Where a key is in its life; `nowMs` is milliseconds since the epoch. */
export function keyState(key: ApiKey, nowMs: number): KeyState {
  if (key.revokedAt !== null) return 'revoked';
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= nowMs) return 'expired';
  return key.replacedBy === null ? 'active' : 'replaced';
}

/** Whether requests with it are let in, a replaced key in its overlap included. */
export function isActive(key: ApiKey, nowMs: number): boolean {
  const state = keyState(key, nowMs);
  return state === 'active' || state === 'replaced';
}

/** `spw_3f9c2a…x7Kq`. */
export function keyHint(key: ApiKey): string {
  return `${key.prefix}…${key.lastFour}`;
}

export const SCOPE_TEXT = {
  ingest: { label: 'Ingest', note: 'Send traces, logs and metrics' },
  read: { label: 'Read', note: 'List and read traces over the API' },
  admin: { label: 'Admin', note: 'Both, and manage the keys of this project' },
} as const;
