import { z } from 'zod';
import { readStored, writeStored } from '../ui/stored.ts';
import { setConnection } from './connection.ts';

const KEY = 'session';
const Answer = z.object({ session: z.string().min(1) });
const Refusal = z.object({ message: z.string() });

/** The console's session, or '' without one. */
export function readSession(): string {
  return readStored(KEY, z.string(), '');
}

/**
 * Exchanges the sign-in token that the collector printed for a session of this browser.
 *
 * @throws Error with what the console answered, to be shown as it is
 */
export async function signIn(token: string): Promise<void> {
  const response = await fetch(new URL('/sign-in', window.location.origin), {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: token.trim(),
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const refusal = Refusal.safeParse(body);
    throw new Error(refusal.data?.message ?? `The console answered ${response.status}.`);
  }
  writeStored(KEY, Answer.parse(body).session);
  setConnection('connecting');
}

const TOKEN_IN_LINK = /#token=([\w-]{8,256})$/;

/** The sign-in token in an address (`#token=TOKEN`), or null. */
export function tokenInAddress(hash: string): string | null {
  return TOKEN_IN_LINK.exec(hash)?.[1] ?? null;
}

/** The token in what a person pasted: the whole link, or the token alone. */
export function tokenInText(text: string): string {
  return TOKEN_IN_LINK.exec(text.trim())?.[1] ?? text.trim();
}
