import type { ApiKey, NewKey } from '../../../shared/contract/keys.ts';
import { EXPIRY_WARNING_MS } from '../../../shared/contract/keys.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Actor } from '../audit/actor.ts';
import { nameActor } from '../audit/actor-name.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { projectRowOf } from '../projects/project-rows.ts';
import { keyChanged, keyCreated } from './key-audit.ts';
import { changeKey, keyRowOf, requireWorking, type KeyChange } from './key-changes.ts';
import { KeyRing, type KeyEntry } from './key-ring.ts';
import { toApiKey, toEntry, useOf, type KeyRow } from './key-row.ts';
import { countKeys, listKeys, type KeyQuery } from './list-keys.ts';
import { newKeyRow, successorOf, type KeyRequest } from './new-key.ts';
import { writeUses } from './write-uses.ts';
import { inheritLimits } from '../usage/change-limits.ts';

/** A key written in a change that is not stored yet: not admitted, and its secret known to nobody else. */
export interface WrittenKey {
  readonly row: KeyRow;
  readonly secret: string;
  readonly entry: AuditDraft;
}

/** What became of the old key when a new one took its place. */
export interface ReplacedKey {
  readonly key: NewKey;
  readonly old: ApiKey;
}

/** Creates, lists, changes, replaces and revokes keys; keeps the catalog and the {@link KeyRing} in step. */
export class KeyService {
  readonly ring: KeyRing;
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;
  readonly #replaced = new Set<(oldId: string, newId: string) => void>();

  private constructor(catalog: Catalog, clock: Clock, audit: AuditTrail) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
    this.ring = new KeyRing(clock);
  }

  /** Loads every key into the ring. */
  static async open(catalog: Catalog, clock: Clock, audit: AuditTrail): Promise<KeyService> {
    const service = new KeyService(catalog, clock, audit);
    for (const row of await catalog.db.selectFrom('api_key').selectAll().execute())
      service.#remember(row);
    return service;
  }

  /** Told when a key was given a successor, which has its limits. */
  onReplaced(listener: (oldId: string, newId: string) => void): void {
    this.#replaced.add(listener);
  }

  /** One page of the keys of a project, with counts for the whole of it. */
  async list(query: KeyQuery) {
    // Sorting by use happens in the catalog, so it has to know of the newest.
    await this.flushUsed();
    const now = this.#clock.now();
    const [{ rows, total }, { counts, environments }] = await Promise.all([
      listKeys(this.#catalog.db, query, now),
      countKeys(this.#catalog.db, query.projectId, now),
    ]);
    return { keys: rows.map((row) => this.#toApiKey(row)), total, counts, environments };
  }

  /** @throws AppError `not_found` */
  async get(keyId: string): Promise<ApiKey> {
    return this.#toApiKey(await keyRowOf(this.#catalog.db, keyId));
  }

  /** Whether requests with a key are let in now. */
  works({ revokedMs, expiresMs }: Pick<KeyEntry, 'revokedMs' | 'expiresMs'>): boolean {
    return revokedMs === null && (expiresMs === null || expiresMs > this.#clock.now());
  }

  /** Keys that end soon though they were not replaced, or though the key they were replaced with is not used yet. */
  countExpiring(): number {
    const until = this.#clock.now() + EXPIRY_WARNING_MS;
    let count = 0;
    for (const entry of this.ring.entries()) {
      if (entry.expiresMs === null || entry.expiresMs > until || !this.works(entry)) continue;
      const { replacedAtRequests, use } = entry;
      if (replacedAtRequests === null || use.requests > replacedAtRequests) count++;
    }
    return count;
  }

  /** When a key made now ends that is valid for so many seconds, ms since the epoch; null: never. */
  endAfter(seconds: number | undefined): number | null {
    return seconds === undefined ? null : this.#clock.now() + seconds * 1000;
  }

  /**
   * Makes a key; its secret is in the answer and nowhere else.
   *
   * @throws AppError `not_found` when there is no such project
   */
  async create(request: KeyRequest, actor: Actor): Promise<NewKey> {
    const written = await this.#audit.change(actor, async (tx) => {
      await projectRowOf(tx, request.projectId);
      const key = await this.write(tx, request, actor);
      return { answer: key, entries: [key.entry] };
    });
    return this.admit(written);
  }

  /** Makes a key as part of a larger change; call `admit` once that is stored. */
  async write(tx: CatalogTransaction, request: KeyRequest, actor: Actor): Promise<WrittenKey> {
    const createdBy = await nameActor(tx, actor);
    const { row, secret } = newKeyRow(request, createdBy, this.#clock.now());
    await tx.insertInto('api_key').values(row).execute();
    return { row, secret, entry: keyCreated(row) };
  }

  /** Lets a stored key in from now on. */
  admit({ row, secret }: WrittenKey): NewKey {
    this.#remember(row);
    return { ...this.#toApiKey(row), secret };
  }

  /**
   * Changes name, label, addresses or expiry; in force from the next request on.
   *
   * @throws AppError `conflict` for a key that has ended, `invalid` for an end that has passed
   */
  async update(keyId: string, wanted: KeyChange, actor: Actor): Promise<ApiKey> {
    const row = await this.#audit.change(actor, async (tx) => {
      const before = await keyRowOf(tx, keyId);
      const now = this.#clock.now();
      requireWorking(before, now, 'changed');
      if (typeof wanted.expires_ms === 'number' && wanted.expires_ms <= now) {
        throw new AppError('invalid', 'That time has passed. Revoke the key to end it now.');
      }
      const after = await changeKey(tx, before, wanted);
      if (JSON.stringify(after) === JSON.stringify(before)) return { answer: before, entries: [] };
      return { answer: after, entries: [keyChanged('key.updated', before, after)] };
    });
    return this.#remembered(row);
  }

  /** A new key like the old one; the old one ends after the overlap, or earlier if it was to. */
  async rotate(keyId: string, overlapSeconds: number, actor: Actor): Promise<ReplacedKey> {
    const end = this.#clock.now() + overlapSeconds * 1000;
    return this.#replace(keyId, 'key.rotated', actor, (old) => ({
      expires_ms: old.expires_ms === null ? end : Math.min(end, old.expires_ms),
    }));
  }

  /** A new key like the old one, which is dead at once. */
  async regenerate(keyId: string, actor: Actor): Promise<ReplacedKey> {
    return this.#replace(keyId, 'key.regenerated', actor, () => ({
      revoked_ms: this.#clock.now(),
    }));
  }

  /** Stops a key at once; doing it twice changes nothing. */
  async revoke(keyId: string, actor: Actor): Promise<ApiKey> {
    const row = await this.#audit.change(actor, async (tx) => {
      const before = await keyRowOf(tx, keyId);
      if (before.revoked_ms !== null) return { answer: before, entries: [] };
      const after = await changeKey(tx, before, { revoked_ms: this.#clock.now() });
      return { answer: after, entries: [keyChanged('key.revoked', before, after)] };
    });
    return this.#remembered(row);
  }

  /**
   * Stops several keys of a project, all or none; those that are revoked already do not count.
   *
   * @throws AppError `not_found` when one of them is not of this project
   */
  async revokeMany(projectId: string, keyIds: readonly string[], actor: Actor): Promise<number> {
    const rows = await this.#audit.change(actor, async (tx) => {
      const revoked: KeyRow[] = [];
      const entries: AuditDraft[] = [];
      for (const keyId of new Set(keyIds)) {
        if (this.ring.get(keyId)?.projectId !== projectId) {
          throw new AppError('not_found', `There is no key ${keyId} in this project.`);
        }
        const before = await keyRowOf(tx, keyId);
        if (before.revoked_ms !== null) continue;
        const after = await changeKey(tx, before, { revoked_ms: this.#clock.now() });
        revoked.push(after);
        entries.push(keyChanged('key.revoked', before, after));
      }
      return { answer: revoked, entries };
    });
    for (const row of rows) this.#remember(row);
    return rows.length;
  }

  /** Writes down how keys were used; called every few seconds and at close. */
  async flushUsed(): Promise<void> {
    const used = this.ring.takeUsed();
    try {
      await writeUses(this.#catalog, used);
    } catch (error) {
      this.ring.putBackUsed(used);
      throw error;
    }
  }

  async #replace(
    keyId: string,
    action: 'key.rotated' | 'key.regenerated',
    actor: Actor,
    end: (old: KeyRow) => KeyChange,
  ): Promise<ReplacedKey> {
    const { written, old } = await this.#audit.change(actor, async (tx) => {
      const before = await keyRowOf(tx, keyId);
      const now = this.#clock.now();
      requireWorking(before, now, 'replaced');
      if (before.replaced_by !== null) {
        throw new AppError(
          'conflict',
          `Key ${keyId} was replaced by ${before.replaced_by} already. Replace that one, or revoke this one.`,
        );
      }
      const next = await this.write(tx, successorOf(before), actor);
      await inheritLimits(tx, before.id, next.row.id);
      const after = await changeKey(tx, before, {
        ...end(before),
        replaced_by: next.row.id,
        replaced_ms: now,
        requests_before: this.ring.get(keyId)?.use.requests ?? before.requests,
      });
      const entries = [next.entry, keyChanged(action, before, after)];
      return { answer: { written: next, old: after }, entries };
    });
    // Before it is let in, so that it is never without its limits.
    for (const listener of this.#replaced) listener(old.id, written.row.id);
    const key = this.admit(written);
    return { key, old: this.#remembered(old) };
  }

  #remember(row: KeyRow): void {
    this.ring.set(toEntry(row, this.ring.get(row.id)?.use ?? useOf(row)));
  }

  #remembered(row: KeyRow): ApiKey {
    this.#remember(row);
    return this.#toApiKey(row);
  }

  #toApiKey(row: KeyRow): ApiKey {
    return toApiKey(row, this.ring.get(row.id)?.use ?? useOf(row));
  }
}
