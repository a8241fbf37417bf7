import { userInfo } from 'node:os';
import type { IncomingMessage } from 'node:http';
import type { Principal } from '../principal.ts';

/** Where a call came in: the way, the other side's address, and what it calls itself. */
export interface Origin {
  readonly via: 'window' | 'console' | 'command' | 'rest' | 'collector';
  /** IP address of the caller; null where there is none. */
  readonly address: string | null;
  /** User agent, shortened; null where there is none. */
  readonly client: string | null;
}

/**
 * Who does something that is audited.
 *
 * `local` is whoever sits at the machine, `system` the collector itself. The names of people and keys are looked up
 * when the entry is written.
 */
export type Actor = (
  | { readonly kind: 'local' }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'key' | 'person'; readonly id: string }
) & {
  readonly from: Origin;
  /** Why, where they said so: becomes part of every entry. */
  readonly reason?: string | undefined;
};

/** Longest user agent kept, characters. */
const MAX_CLIENT = 120;

/** The collector acting by itself. */
export function systemActor(name: string): Actor {
  return { kind: 'system', name, from: { via: 'collector', address: null, client: null } };
}

/** The one who makes a call. */
export function actorOf(call: {
  readonly principal: Principal;
  readonly from: Origin;
  readonly reason?: string | undefined;
}): Actor {
  const { principal, from, reason } = call;
  if (principal.kind === 'key') return { kind: 'key', id: principal.keyId, from, reason };
  if (principal.kind === 'person') return { kind: 'person', id: principal.personId, from, reason };
  return { kind: 'local', from, reason };
}

/** Where an HTTP request came from. Forwarding headers are not believed: anybody can write them. */
export function originOf(via: Origin['via'], request: IncomingMessage): Origin {
  const client = request.headers['user-agent'];
  return {
    via,
    address: request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? null,
    client: client === undefined ? null : printable(client).slice(0, MAX_CLIENT),
  };
}

/** Name of the operating system's user the collector runs as: who "local" is, as far as anybody can tell. */
export function localUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'local user';
  }
}

function printable(text: string): string {
  return text.replaceAll(/[^\u{20}-\u{7e}]/gu, '?');
}
