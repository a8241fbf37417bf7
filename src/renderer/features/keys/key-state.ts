import { EXPIRY_WARNING_MS, type ApiKey } from '../../../shared/contract/keys.ts';
import { formatDate, formatPlural, relativeTime } from '../../ui/format.ts';

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

/** How long a working key has left, in words, if its end is near enough to be warned about. */
export function endsSoon(key: ApiKey, nowMs: number): string | null {
  if (key.expiresAt === null || !isActive(key, nowMs)) return null;
  const leftMs = Date.parse(key.expiresAt) - nowMs;
  return leftMs <= EXPIRY_WARNING_MS ? `ends in ${timeLeft(leftMs)}` : null;
}

/** `3 days`, `5 hours`, `12 minutes`: rounded down, so that nobody counts on more. */
function timeLeft(ms: number): string {
  if (ms >= 2 * 86_400_000) return formatPlural(Math.floor(ms / 86_400_000), 'day');
  if (ms >= 3_600_000) return formatPlural(Math.floor(ms / 3_600_000), 'hour');
  return formatPlural(Math.max(1, Math.floor(ms / 60_000)), 'minute');
}

/** When a key ends, in a few words. */
export function endText(key: ApiKey, nowMs: number): string {
  if (key.revokedAt !== null) return `since ${formatDate(Date.parse(key.revokedAt) * 1000)}`;
  if (key.expiresAt === null) return 'never ends';
  const date = formatDate(Date.parse(key.expiresAt) * 1000);
  if (Date.parse(key.expiresAt) <= nowMs) return `since ${date}`;
  return endsSoon(key, nowMs) ?? `until ${date}`;
}

/** Whether, when and how often a replaced key is still used. */
export function sinceReplaced(key: ApiKey, nowMs: number): string | null {
  if (key.requestsSinceReplaced === null) return null;
  if (key.requestsSinceReplaced === 0) return 'not used since';
  const last =
    key.lastUsedAt === null ? '' : relativeTime(Date.parse(key.lastUsedAt) * 1000, nowMs);
  return `still used: ${formatPlural(key.requestsSinceReplaced, 'request')}, ${last}`;
}

/** `spw_3f9c2a…x7Kq`. */
export function keyHint(key: ApiKey): string {
  return `${key.prefix}…${key.lastFour}`;
}

export const SCOPE_TEXT = {
  ingest: { label: 'Ingest', note: 'Send traces, logs and metrics' },
  read: { label: 'Read', note: 'List and read traces over the API' },
  annotate: { label: 'Annotate', note: 'Pin, tag, score and note traces' },
  admin: { label: 'Admin', note: 'All of it, and manage the keys of this project' },
} as const;
