import type { Selectable } from 'kysely';
import type { ApiKey, NewKey } from '../../../shared/contract/keys.ts';
import { AppError } from '../../../shared/errors.ts';
import type { KeyScope } from '../../../shared/permissions.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { ApiKeyTable } from '../catalog/tables.ts';
import { isoOrNull, type Clock } from '../clock.ts';
import {
  createPublicKey,
  createSecret,
  hashSecret,
  parseSecret,
  SECRET_PREFIX,
} from './key-format.ts';
import { keyChanged, keyCreated } from './key-audit.ts';
import { KeyRing } from './key-ring.ts';

/** What a new key is made of. */
export interface KeyRequest {
  readonly projectId: string;
  readonly name: string;
  readonly kind: 'single' | 'pair';
  readonly scopes: readonly KeyScope[];
  readonly expiresInSeconds?: number | undefined;
}

/** A key written in a change that is not stored yet: not admitted, and its secret known to nobody else. */
export interface WrittenKey {
  readonly row: Selectable<ApiKeyTable>;
  readonly secret: string;
  readonly entry: AuditDraft;
}

/** Creates, lists, rotates and revokes keys; keeps the catalog and the {@link KeyRing} in step. */
export class KeyService {
  readonly ring: KeyRing;
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;

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

  async list(projectId: string): Promise<ApiKey[]> {
    const rows = await this.#catalog.db
      .selectFrom('api_key')
      .selectAll()
      .where('project_id', '=', projectId)
      .orderBy('created_ms', 'desc')
      .orderBy('id')
      .execute();
    return rows.map((row) => this.#toApiKey(row));
  }

  /** Keys that are neither revoked nor expired, of one project or of all; the newest first. */
  async listActive(projectId?: string): Promise<ApiKey[]> {
    const query = this.#catalog.db
      .selectFrom('api_key')
      .selectAll()
      .where('revoked_ms', 'is', null)
      .where(({ or, eb }) =>
        or([eb('expires_ms', 'is', null), eb('expires_ms', '>', this.#clock.now())]),
      )
      .orderBy('created_ms', 'desc')
      .orderBy('id');
    const rows = await (
      projectId === undefined ? query : query.where('project_id', '=', projectId)
    ).execute();
    return rows.map((row) => this.#toApiKey(row));
  }

  /** @throws AppError `not_found` */
  async get(keyId: string): Promise<ApiKey> {
    return this.#toApiKey(await rowOf(this.#catalog.db, keyId));
  }

  /** Makes a key; its secret is in the answer and nowhere else. */
  async create(request: KeyRequest, actor: Actor): Promise<NewKey> {
    const written = await this.#audit.change(actor, async (tx) => {
      const key = await this.write(tx, request);
      return { answer: key, entries: [key.entry] };
    });
    return this.admit(written);
  }

  /** Makes a key as part of a larger change; call `admit` once that is stored. */
  async write(tx: CatalogTransaction, request: KeyRequest): Promise<WrittenKey> {
    const secret = createSecret();
    const row = this.#newRow(request, secret);
    await tx.insertInto('api_key').values(row).execute();
    return { row, secret, entry: keyCreated(row) };
  }

  /** Lets a stored key in from now on. */
  admit({ row, secret }: WrittenKey): NewKey {
    this.#remember(row);
    return { ...this.#toApiKey(row), secret };
  }

  /** A new key like the old one; the old one ends after the overlap, or earlier if it was to. */
  async rotate(
    keyId: string,
    overlapSeconds: number,
    actor: Actor,
  ): Promise<{ key: NewKey; old: ApiKey }> {
    const { written, old } = await this.#audit.change(actor, async (tx) => {
      const before = await rowOf(tx, keyId);
      if (before.revoked_ms !== null) {
        throw new AppError(
          'conflict',
          `Key ${keyId} is revoked and cannot be rotated. Create a new key instead.`,
        );
      }
      const next = await this.write(tx, {
        projectId: before.project_id,
        name: before.name,
        kind: before.kind,
        scopes: JSON.parse(before.scopes) as KeyScope[],
      });
      const end = this.#clock.now() + overlapSeconds * 1000;
      const expires_ms = before.expires_ms === null ? end : Math.min(end, before.expires_ms);
      const after = await update(tx, before, { expires_ms, replaced_by: next.row.id });
      const rotated = keyChanged('key.rotated', before, after);
      return { answer: { written: next, old: after }, entries: [next.entry, rotated] };
    });
    const key = this.admit(written);
    this.#remember(old);
    return { key, old: this.#toApiKey(old) };
  }

  /** Stops a key at once; doing it twice changes nothing. */
  async revoke(keyId: string, actor: Actor): Promise<ApiKey> {
    const row = await this.#audit.change(actor, async (tx) => {
      const before = await rowOf(tx, keyId);
      if (before.revoked_ms !== null) return { answer: before, entries: [] };
      const after = await update(tx, before, { revoked_ms: this.#clock.now() });
      return { answer: after, entries: [keyChanged('key.revoked', before, after)] };
    });
    this.#remember(row);
    return this.#toApiKey(row);
  }

  /** Writes down when keys were last used; called every few seconds and at close. */
  async flushUsed(): Promise<void> {
    for (const entry of this.ring.takeUsed()) {
      await this.#catalog.writer
        .updateTable('api_key')
        .set({ last_used_ms: entry.lastUsedMs })
        .where('id', '=', entry.id)
        .execute();
    }
  }

  #newRow(request: KeyRequest, secret: string): Selectable<ApiKeyTable> {
    const now = this.#clock.now();
    const parsed = parseSecret(secret);
    if (typeof parsed === 'string')
      throw new AppError('internal', 'A new key failed its own checksum.');
    return {
      id: createRowId('key'),
      project_id: request.projectId,
      name: request.name,
      kind: request.kind,
      scopes: JSON.stringify(request.scopes),
      secret_sha256: Buffer.from(hashSecret(parsed.random), 'hex'),
      prefix: secret.slice(0, SECRET_PREFIX.length + 6),
      last_four: secret.slice(-4),
      public_key: request.kind === 'pair' ? createPublicKey() : null,
      created_ms: now,
      expires_ms:
        request.expiresInSeconds === undefined ? null : now + request.expiresInSeconds * 1000,
      revoked_ms: null,
      last_used_ms: null,
      replaced_by: null,
    };
  }

  #remember(row: Selectable<ApiKeyTable>): void {
    this.ring.set({
      id: row.id,
      projectId: row.project_id,
      publicKey: row.public_key,
      scopes: JSON.parse(row.scopes) as KeyScope[],
      secretSha256: Buffer.from(row.secret_sha256).toString('hex'),
      expiresMs: row.expires_ms,
      revokedMs: row.revoked_ms,
      lastUsedMs: this.ring.get(row.id)?.lastUsedMs ?? row.last_used_ms,
    });
  }

  #toApiKey(row: Selectable<ApiKeyTable>): ApiKey {
    return {
      id: row.id,
      projectId: row.project_id,
      name: row.name,
      kind: row.kind,
      scopes: JSON.parse(row.scopes) as KeyScope[],
      prefix: row.prefix,
      lastFour: row.last_four,
      publicKey: row.public_key,
      createdAt: new Date(row.created_ms).toISOString(),
      expiresAt: isoOrNull(row.expires_ms),
      revokedAt: isoOrNull(row.revoked_ms),
      lastUsedAt: isoOrNull(this.ring.get(row.id)?.lastUsedMs ?? row.last_used_ms),
      replacedBy: row.replaced_by,
    };
  }
}

/** @throws AppError `not_found` */
async function rowOf(
  db: Catalog['db'] | CatalogTransaction,
  keyId: string,
): Promise<Selectable<ApiKeyTable>> {
  const query = (db as Catalog['db']).selectFrom('api_key').selectAll().where('id', '=', keyId);
  const row = await query.executeTakeFirst();
  if (row === undefined) throw new AppError('not_found', `There is no key ${keyId}.`);
  return row;
}

async function update(
  tx: CatalogTransaction,
  row: Selectable<ApiKeyTable>,
  change: Partial<Pick<Selectable<ApiKeyTable>, 'expires_ms' | 'revoked_ms' | 'replaced_by'>>,
): Promise<Selectable<ApiKeyTable>> {
  await tx.updateTable('api_key').set(change).where('id', '=', row.id).execute();
  return { ...row, ...change };
}
