import type { Selectable } from 'kysely';
import type { ApiKey, NewKey } from '../../../shared/contract/keys.ts';
import { AppError } from '../../../shared/errors.ts';
import type { KeyScope } from '../../../shared/permissions.ts';
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
import { KeyRing } from './key-ring.ts';

/** What a new key is made of. */
export interface KeyRequest {
  readonly projectId: string;
  readonly name: string;
  readonly kind: 'single' | 'pair';
  readonly scopes: readonly KeyScope[];
  readonly expiresInSeconds?: number | undefined;
}

/** Creates, lists, rotates and revokes keys; keeps the catalog and the {@link KeyRing} in step. */
export class KeyService {
  readonly ring: KeyRing;
  readonly #catalog: Catalog;
  readonly #clock: Clock;

  private constructor(catalog: Catalog, clock: Clock) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.ring = new KeyRing(clock);
  }

  /** Loads every key into the ring. */
  static async open(catalog: Catalog, clock: Clock): Promise<KeyService> {
    const service = new KeyService(catalog, clock);
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
    return this.#toApiKey(await this.#row(keyId));
  }

  /** Makes a key; its secret is in the answer and nowhere else. */
  async create(request: KeyRequest): Promise<NewKey> {
    const secret = createSecret();
    const row = this.#newRow(request, secret);
    await this.#catalog.db.insertInto('api_key').values(row).execute();
    this.#remember(row);
    return { ...this.#toApiKey(row), secret };
  }

  /** A new key like the old one; the old one ends after the overlap, or earlier if it was to. */
  async rotate(keyId: string, overlapSeconds: number): Promise<{ key: NewKey; old: ApiKey }> {
    const old = await this.#row(keyId);
    if (old.revoked_ms !== null) {
      throw new AppError(
        'conflict',
        `Key ${keyId} is revoked and cannot be rotated. Create a new key instead.`,
      );
    }
    const key = await this.create({
      projectId: old.project_id,
      name: old.name,
      kind: old.kind,
      scopes: JSON.parse(old.scopes) as KeyScope[],
    });
    const end = this.#clock.now() + overlapSeconds * 1000;
    const expires_ms = old.expires_ms === null ? end : Math.min(end, old.expires_ms);
    await this.#update(keyId, { expires_ms, replaced_by: key.id });
    return { key, old: await this.get(keyId) };
  }

  /** Stops a key at once; doing it twice changes nothing. */
  async revoke(keyId: string): Promise<ApiKey> {
    const row = await this.#row(keyId);
    if (row.revoked_ms === null) await this.#update(keyId, { revoked_ms: this.#clock.now() });
    return this.get(keyId);
  }

  /** Writes down when keys were last used; called every few seconds and at close. */
  async flushUsed(): Promise<void> {
    for (const entry of this.ring.takeUsed()) {
      await this.#catalog.db
        .updateTable('api_key')
        .set({ last_used_ms: entry.lastUsedMs })
        .where('id', '=', entry.id)
        .execute();
    }
  }

  async #row(keyId: string): Promise<Selectable<ApiKeyTable>> {
    const row = await this.#catalog.db
      .selectFrom('api_key')
      .selectAll()
      .where('id', '=', keyId)
      .executeTakeFirst();
    if (row === undefined) throw new AppError('not_found', `There is no key ${keyId}.`);
    return row;
  }

  async #update(
    keyId: string,
    change: Partial<Pick<Selectable<ApiKeyTable>, 'expires_ms' | 'revoked_ms' | 'replaced_by'>>,
  ) {
    await this.#catalog.db.updateTable('api_key').set(change).where('id', '=', keyId).execute();
    this.#remember(await this.#row(keyId));
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
