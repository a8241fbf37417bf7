import { timingSafeEqual } from 'node:crypto';
import type { KeyScope } from '../../../shared/permissions.ts';
import type { Clock } from '../clock.ts';
import type { Principal } from '../principal.ts';
import { hashSecret, parseSecret, type ParsedKey } from './key-format.ts';
import { readCredentials, type RequestHeaders } from './read-credentials.ts';

/** A key as the request path needs it; times in milliseconds since the epoch. */
export interface KeyEntry {
  readonly id: string;
  readonly projectId: string;
  readonly publicKey: string | null;
  readonly scopes: readonly KeyScope[];
  readonly secretSha256: string;
  expiresMs: number | null;
  revokedMs: number | null;
  lastUsedMs: number | null;
}

/** Who a request comes from, or why it is refused (always 401). */
export type Authentication =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly reason: string };

const refuse = (reason: string): Authentication => ({ ok: false, reason });

/**
 * All keys in memory, looked up by the hash of their secret: one SHA-256 a request, no database.
 *
 * Revoking changes the entry itself, so it takes effect on the next request.
 */
export class KeyRing {
  readonly #clock: Clock;
  readonly #byHash = new Map<string, KeyEntry>();
  readonly #byId = new Map<string, KeyEntry>();
  readonly #used = new Set<KeyEntry>();
  /** Where local data without a key goes; null while keyless ingest is off. */
  keylessProjectId: string | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(entry: KeyEntry): void {
    this.#byHash.set(entry.secretSha256, entry);
    this.#byId.set(entry.id, entry);
  }

  get(id: string): KeyEntry | undefined {
    return this.#byId.get(id);
  }

  /**
   * Decides whose request this is.
   *
   * @param local whether the request came over loopback to a loopback listener: only then may a key be missing
   */
  authenticate(headers: RequestHeaders, local: boolean): Authentication {
    const credential = readCredentials(headers);
    if (credential.kind === 'unreadable') return refuse(credential.reason);
    if (credential.kind === 'none') {
      if (local && this.keylessProjectId !== null) {
        return { ok: true, principal: { kind: 'keyless', projectId: this.keylessProjectId } };
      }
      return refuse(
        'No API key. Send it as "Authorization: Bearer spw_...", "x-api-key", or Basic credentials.',
      );
    }
    const parsed = parseSecret(credential.secret);
    const entry =
      typeof parsed === 'string' ? undefined : this.#byHash.get(hashSecret(parsed.random));
    return entry === undefined
      ? refuse(unknownKey(parsed))
      : this.#admit(entry, credential.publicKey);
  }

  #admit(entry: KeyEntry, publicKey: string | null): Authentication {
    if (publicKey !== null && !sameText(publicKey, entry.publicKey)) {
      return refuse(
        'The public key does not belong to this secret key. Copy both halves of the pair again.',
      );
    }
    const now = this.#clock.now();
    if (entry.revokedMs !== null) {
      return refuse(
        `This API key was revoked at ${new Date(entry.revokedMs).toISOString()}. Create a new one.`,
      );
    }
    if (entry.expiresMs !== null && entry.expiresMs <= now) {
      return refuse(
        `This API key expired at ${new Date(entry.expiresMs).toISOString()}. Create a new one.`,
      );
    }
    entry.lastUsedMs = now;
    this.#used.add(entry);
    const { id, projectId, scopes, expiresMs } = entry;
    return { ok: true, principal: { kind: 'key', keyId: id, projectId, scopes, expiresMs } };
  }

  /** Keys used since the last call, for writing their time down now and then. */
  takeUsed(): KeyEntry[] {
    const used = [...this.#used];
    this.#used.clear();
    return used;
  }
}

function unknownKey(parsed: ParsedKey): string {
  if (parsed === 'foreign') return 'This is not a Spanward API key: those begin with "spw_".';
  if (parsed === 'mistyped')
    return 'This API key is mistyped: its checksum does not match. Copy it again.';
  return 'Unknown API key. It may belong to another instance, or its project was deleted.';
}

function sameText(a: string, b: string | null): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b ?? '');
  return left.length === right.length && timingSafeEqual(left, right);
}
