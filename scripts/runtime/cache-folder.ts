import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Root of this checkout. */
export const CHECKOUT = join(import.meta.dirname, '..', '..');

/** A folder below the user's cache, made if need be: survives `npm ci` and is shared by all checkouts. */
export function cacheFolder(...parts: readonly string[]): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(base, 'spanward', ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Short name of this checkout, for what the cache keeps per checkout. */
export function checkoutId(): string {
  return createHash('sha256').update(CHECKOUT).digest('hex').slice(0, 12);
}
