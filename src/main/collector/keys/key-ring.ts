import { timingSafeEqual } from 'node:crypto';
import type { KeyScope } from '../../../shared/permissions.ts';
import type { Clock } from '../clock.ts';
import type { Principal } from '../principal.ts';
import { plainAddress, type AddressCheck } from './address-ranges.ts';
import { hashSecret, parseSecret, type ParsedKey } from './key-format.ts';
import type { KeyUse } from './key-use.ts';
import { readCredentials, type RequestHeaders } from './read-credentials.ts';

/** A key as the request path needs it; times in milliseconds since the epoch. */
export interface KeyEntry {
  readonly id: string;
  readonly projectId: string;
  readonly publicKey: string | null;
  readonly scopes: readonly KeyScope[];
  readonly secretSha256: string;
  /** Null: it may be used from anywhere. */
  readonly isAddressAllowed: AddressCheck | null;
  readonly expiresMs: number | null;
  readonly revokedMs: number | null;
  /** Requests when it was replaced by another key; null while it is not. */
  readonly replacedAtRequests: number | null;
  /** The one part that changes with every request. */
  readonly use: KeyUse;
}

/** Who a request comes from, or why it is refused: 401, or 403 for a good key from the wrong place. */
export type Authentication =
  | { readonly ok: true; readonly principal: Principal }
  | {
      readonly ok: false;
      readonly code: 'unauthenticated' | 'forbidden';
      readonly reason: string;
    };

const refuse = (reason: string): Authentication => ({
  ok: false,
  code: 'unauthenticated',
  reason,
});

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
   * @param address IP address of the other end of the connection. Forwarding headers are not believed: anybody can
   *   write them
   */
  authenticate(headers: RequestHeaders, local: boolean, address?: string): Authentication {
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
      : this.#admit(entry, credential.publicKey, headers, address);
  }

  #admit(
    entry: KeyEntry,
    publicKey: string | null,
    headers: RequestHeaders,
    address: string | undefined,
  ): Authentication {
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
    if (entry.isAddressAllowed !== null && !entry.isAddressAllowed(address)) {
      const from = address === undefined ? 'this address' : plainAddress(address);
      return {
        ok: false,
        code: 'forbidden',
        reason: `This API key may not be used from ${from}: it is limited to other addresses.`,
      };
    }
    this.#noteUse(entry, now, headers, address);
    const { id, projectId, scopes, expiresMs } = entry;
    return { ok: true, principal: { kind: 'key', keyId: id, projectId, scopes, expiresMs } };
  }

  /** Only what changes is written: strings of a busy connection stay the same. */
  #noteUse(
    entry: KeyEntry,
    nowMs: number,
    headers: RequestHeaders,
    address: string | undefined,
  ): void {
    const { use } = entry;
    use.lastMs = nowMs;
    use.requests++;
    if (address !== undefined && address !== use.from) use.from = plainAddress(address);
    const client = headers['user-agent'];
    if (typeof client === 'string') use.client = client;
    this.#used.add(entry);
  }

  /** Counts spans that were stored for a key. */
  countSpans(keyId: string, spans: number): void {
    const entry = this.#byId.get(keyId);
    if (entry === undefined) return;
    entry.use.spans += spans;
    this.#used.add(entry);
  }

  /** Every key, ended ones included. */
  entries(): IterableIterator<KeyEntry> {
    return this.#byId.values();
  }

  /** Finds a key by its whole secret. */
  bySecret(secret: string): KeyEntry | undefined {
    const parsed = parseSecret(secret);
    return typeof parsed === 'string' ? undefined : this.#byHash.get(hashSecret(parsed.random));
  }

  /** Forgets the keys of a project: from now on they are unknown. */
  removeProject(projectId: string): void {
    for (const entry of this.#byId.values()) {
      if (entry.projectId !== projectId) continue;
      this.#byId.delete(entry.id);
      this.#byHash.delete(entry.secretSha256);
      this.#used.delete(entry);
    }
  }

  /** Keys used since the last call, for writing their time down now and then. */
  takeUsed(): KeyEntry[] {
    const used = [...this.#used];
    this.#used.clear();
    return used;
  }

  /** Takes back what could not be written, for the next turn. */
  putBackUsed(used: readonly KeyEntry[]): void {
    for (const entry of used) this.#used.add(entry);
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
