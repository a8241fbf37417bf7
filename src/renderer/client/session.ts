import { z } from 'zod';
import { readStored, writeStored } from '../ui/stored.ts';
import { forgetBelongings } from './belongings.ts';
import { setConnection, useConnection } from './connection.ts';
import { ofInstance } from './instance.ts';
import { leavePerson } from './kept-for-person.ts';
import { queryClient } from './queries.ts';

const KEY = ofInstance('session');
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

/** Keeps the token of a session that e-mail and password began, and goes in. */
export function enterWith(token: string): void {
  writeStored(KEY, token);
  setConnection('connecting');
}

/**
 * Forgets the session of this browser and all it was told; the sign-in screen follows. What was not saved of one that
 * ended by itself waits for the same person.
 *
 * @param ended whether it ended by itself or by others, which the screen then says
 */
export function forgetSession(ended = false): void {
  if (ended && readSession() !== '') useConnection.setState({ sessionEnded: true });
  if (!ended) useConnection.setState({ sessionEnded: false });
  leavePerson(ended);
  writeStored(KEY, '');
  setConnection('signed-out');
  queryClient.clear();
  forgetBelongings();
}

const CODE_IN_LINK = /#(invitation|reset)=([\w-]{8,256})$/;

/** A one-time code in an address (`#invitation=CODE`, `#reset=CODE`), or null. */
export function codeInAddress(hash: string): { kind: 'invitation' | 'reset'; code: string } | null {
  const match = CODE_IN_LINK.exec(hash);
  if (!match?.[1] || !match[2]) return null;
  return { kind: match[1] === 'reset' ? 'reset' : 'invitation', code: match[2] };
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
