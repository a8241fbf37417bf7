import { sql, type Transaction } from 'kysely';
import { changeError } from '../catalog/catalog-errors.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { CatalogTables } from '../catalog/tables.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { systemActor, type Actor } from './actor.ts';
import { nameActor } from './actor-name.ts';
import { Anchor } from './anchor.ts';
import { stateJson, type AuditDraft } from './draft.ts';
import { hashEntry, type AuditRow, type Head } from './entry.ts';
import { findStart } from './find-start.ts';
import type { InstanceKey } from './instance-key.ts';

/** A transaction of the catalog. While one runs every other query waits: never use `catalog.db` inside. */
export type CatalogTransaction = Transaction<CatalogTables>;

/** What a change answers, and what the log says of it; no entries only where nothing was changed. */
export interface Change<T> {
  readonly answer: T;
  readonly entries: readonly AuditDraft[];
  /** Puts into memory what is kept there too: once it is stored, and before the next change looks at it. */
  readonly keep?: () => void;
}

export interface AuditTrailOptions {
  readonly catalog: Catalog;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The one way to change the catalog: the change and its audit entries are one transaction.
 *
 * Entries are chained by hash and sealed with the instance's key; the head is kept outside the database too.
 */
export class AuditTrail {
  readonly key: InstanceKey;
  readonly #options: AuditTrailOptions;
  readonly #anchor: Anchor;
  readonly #listeners = new Set<(row: AuditRow) => void>();
  #head: Head;
  #last: Promise<unknown> = Promise.resolve();
  #trims = 0;

  private constructor(options: AuditTrailOptions, key: InstanceKey, head: Head) {
    this.key = key;
    this.#options = options;
    this.#anchor = new Anchor(options.dataDir, key, options.log);
    this.#head = head;
  }

  /**
   * Takes the chain up where it was left, or starts one. What does not fit together is written into the chain
   * itself, so that it stays visible.
   *
   * @throws AppError `internal` when the key file is damaged
   */
  static async open(options: AuditTrailOptions): Promise<AuditTrail> {
    const { catalog, dataDir, clock, log } = options;
    const start = await findStart(catalog, dataDir, clock);
    const trail = new AuditTrail(options, start.key, start.head);
    const system = systemActor('start');
    if (start.problem !== null) {
      log.error('audit.break-found', { problem: start.problem });
      await trail.record(system, {
        action: 'audit.break_found',
        resource: 'audit',
        after: { problem: start.problem, lastSequence: start.lastSequence },
      });
    } else if (start.head.sequence === 0) {
      const after = { keyFingerprint: start.key.fingerprint };
      await trail.record(system, { action: 'audit.started', resource: 'audit', after });
    } else await trail.#anchor.save(start.head);
    return trail;
  }

  /** The newest entry. */
  get head(): Head {
    return this.#head;
  }

  /**
   * Runs a change and writes its entries, all or nothing; one change after the other.
   *
   * @param run makes the change through `tx` and nothing else, and tells what to write down
   * @throws AppError `unavailable` when the disk takes nothing: nothing was changed
   */
  async change<T>(actor: Actor, run: (tx: CatalogTransaction) => Promise<Change<T>>): Promise<T> {
    const { answer, rows } = await this.inTurn(() => this.#commit(actor, run)).catch(
      (error: unknown) => {
        throw changeError(error);
      },
    );
    if (rows.length > 0) await this.#anchor.save(this.#head);
    for (const row of rows) for (const listener of this.#listeners) listener(row);
    return answer;
  }

  /**
   * Runs work between two changes: what is stored and {@link head} are of one moment, and stay so until it ends.
   *
   * @param work makes no change through this trail, which would wait for itself
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Writes down what changed nothing in the catalog, such as an export. */
  record(actor: Actor, entry: AuditDraft): Promise<void> {
    return this.change(actor, async () => ({ answer: undefined, entries: [entry] }));
  }

  /** How often entries were removed by {@link removeThrough}. */
  get trims(): number {
    return this.#trims;
  }

  /**
   * Removes the oldest entries, at most `limit`, none after `sequence`. The table itself refuses where no entry of
   * the retention rule says so.
   *
   * @returns how many were removed
   */
  async removeThrough(sequence: number, limit: number): Promise<number> {
    return this.#options.catalog.writer.transaction().execute(async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom('audit_entry')
        .where('sequence', 'in', (eb) =>
          eb
            .selectFrom('audit_entry')
            .select('sequence')
            .where('sequence', '<=', sequence)
            .orderBy('sequence')
            .limit(limit),
        )
        .executeTakeFirst();
      // Before anybody can find them gone.
      if (numDeletedRows > 0n) this.#trims += 1;
      return Number(numDeletedRows);
    });
  }

  /** Called for every new entry, after it is stored. */
  onEntry(listener: (row: AuditRow) => void): void {
    this.#listeners.add(listener);
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.#last;
    await this.#anchor.save(this.#head);
  }

  async #commit<T>(actor: Actor, run: (tx: CatalogTransaction) => Promise<Change<T>>) {
    const rows: AuditRow[] = [];
    let head = this.#head;
    const change = await this.#options.catalog.writer.transaction().execute(async (tx) => {
      const before = await countChanges(tx);
      const made = await run(tx);
      if (made.entries.length === 0 && (await countChanges(tx)) !== before) {
        throw new Error('A change of the catalog came without an audit entry.');
      }
      const name = made.entries.length === 0 ? '' : await nameActor(tx, actor);
      for (const draft of made.entries) {
        const entry = { ...draft, ...(await placeOf(tx, draft)) };
        const row = this.#toRow(actor, name, entry, head);
        await tx.insertInto('audit_entry').values(row).execute();
        rows.push(row);
        head = row;
      }
      return made;
    });
    this.#head = { sequence: head.sequence, hash: head.hash };
    change.keep?.();
    return { answer: change.answer, rows };
  }

  #toRow(actor: Actor, name: string, entry: AuditDraft, head: Head): AuditRow {
    const unsigned = {
      sequence: head.sequence + 1,
      id: createRowId('aud'),
      time_ms: this.#options.clock.now(),
      actor_kind: actor.kind,
      actor_id: 'id' in actor ? actor.id : null,
      actor_name: name,
      via: actor.from.via,
      address: actor.from.address,
      client: actor.from.client,
      action: entry.action,
      resource_type: entry.resource,
      resource_id: entry.resourceId ?? null,
      resource_name: entry.resourceName ?? null,
      project_id: entry.projectId ?? null,
      organization_id: entry.organizationId ?? null,
      reason: entry.reason ?? actor.reason ?? null,
      before: stateJson(entry.resource, entry.before),
      after: stateJson(entry.resource, entry.after),
      prev_hash: head.hash,
    };
    const row = withWholeCharacters(unsigned);
    const hash = hashEntry(row);
    return { ...row, hash, seal: this.key.seal(hash) };
  }
}

/**
 * The row as SQLite gives it back: half a surrogate pair is no UTF-8, and would be stored as another character than the
 * one that was hashed.
 */
function withWholeCharacters<T extends object>(row: T): T {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(/\p{Cs}/gu, '\u{fffd}') : value,
    ]),
  ) as T;
}

/** Organization of what an entry is about, and its name where it is a project as a whole and nobody gave one. */
async function placeOf(
  tx: CatalogTransaction,
  entry: AuditDraft,
): Promise<Pick<AuditDraft, 'organizationId' | 'resourceName'>> {
  const { organizationId = null, projectId = null, resourceId, resourceName } = entry;
  const isNamed = resourceName !== undefined || resourceId !== projectId;
  if (projectId === null || (organizationId !== null && isNamed)) return { organizationId };
  const project = await tx
    .selectFrom('project')
    .select(['organization_id', 'name'])
    .where('id', '=', projectId)
    .executeTakeFirst();
  const name = isNamed ? resourceName : project?.name;
  return {
    organizationId: organizationId ?? project?.organization_id ?? null,
    ...(name !== undefined && { resourceName: name }),
  };
}

/** Rows inserted, changed and deleted on this connection so far. */
async function countChanges(tx: CatalogTransaction): Promise<number> {
  const { rows } = await sql<{ changes: number }>`SELECT total_changes() AS changes`.execute(tx);
  return rows[0]!.changes;
}
