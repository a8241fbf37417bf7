import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AuditEntry,
  AuditExportPiece,
  AuditFilter,
  AuditFormat,
  AuditVerification,
} from '../../../shared/contract/audit.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import type { StoreCheck } from '../store/types.ts';
import type { Actor } from './actor.ts';
import type { AuditTrail } from './audit-trail.ts';
import { exportEntries } from './export-entries.ts';
import { countEntries, newestEntries } from './read-entries.ts';
import { toEntry } from './to-entry.ts';
import { verifyChain, type ChainReport } from './verify-chain.ts';

/** Somebody who goes on reading within this time is reading still: one entry, ms. */
const SAME_READING_MS = 10 * 60_000;

/** A page of entries, the newest first. */
export interface AuditPage {
  readonly entries: AuditEntry[];
  readonly next: number | null;
  readonly kept: number | null;
}

/** Reads, checks and exports the audit log; reading it is written into it. */
export class AuditService {
  readonly trail: AuditTrail;
  readonly #catalog: Catalog;
  readonly #dataDir: string;
  readonly #clock: Clock;
  /** Who is reading, to the time of the entry that says so, ms. */
  readonly #readers = new Map<string, number>();

  constructor(options: {
    readonly trail: AuditTrail;
    readonly catalog: Catalog;
    readonly dataDir: string;
    readonly clock: Clock;
  }) {
    this.trail = options.trail;
    this.#catalog = options.catalog;
    this.#dataDir = options.dataDir;
    this.#clock = options.clock;
    // Left behind by a process that was killed.
    rmSync(this.exportFolder, { recursive: true, force: true });
  }

  /** Where exports over HTTP lie until they are sent. */
  get exportFolder(): string {
    return join(this.#dataDir, 'export.tmp');
  }

  /** @param cursor `next` of the page before */
  async list(
    filter: AuditFilter,
    page: { readonly limit: number; readonly cursor?: number | undefined },
    actor: Actor,
  ): Promise<AuditPage> {
    await this.#noteReading(filter, actor);
    const below = page.cursor ?? Number.MAX_SAFE_INTEGER;
    const rows = await newestEntries(this.#catalog, filter, below, page.limit + 1);
    const shown = rows.slice(0, page.limit);
    // Who may read of one project or organization need not know how much is going on in others.
    const isOfAll = filter.projectId === undefined && filter.organizationId === undefined;
    return {
      entries: shown.map(toEntry),
      next: rows.length > page.limit ? shown.at(-1)!.sequence : null,
      kept: isOfAll ? await countEntries(this.#catalog) : null,
    };
  }

  /** Checks the whole chain and writes down that it was checked. */
  async verify(actor: Actor): Promise<AuditVerification> {
    const report = await this.check();
    await this.trail.record(actor, {
      action: 'audit.verified',
      resource: 'audit',
      after: { ok: report.ok, ...(report.problem && { problem: report.problem.message }) },
    });
    const at = new Date(this.#clock.now()).toISOString();
    return { ...report, keyFingerprint: this.trail.key.fingerprint, at };
  }

  /** As {@link verify}, for the collector's own check of its folder: leaves no entry. */
  async check(): Promise<ChainReport> {
    for (;;) {
      const { trims } = this.trail;
      const report = await verifyChain(this.#catalog, this.#dataDir, this.trail);
      // Entries that the retention rule removed meanwhile are not missing.
      if (trims === this.trail.trims) return report;
    }
  }

  /** The line of `spanward doctor`. */
  async describe(): Promise<StoreCheck> {
    const { ok, checked, problem } = await this.check();
    const name = 'audit log';
    if (ok) return { name, state: 'ok', message: `${checked} entries are as they were written` };
    return { name, state: 'failed', message: `${problem!.message} See "spanward audit verify".` };
  }

  /** Entries as a signed file; written down before the first piece leaves. */
  async *export(
    filter: AuditFilter,
    format: AuditFormat,
    actor: Actor,
  ): AsyncGenerator<AuditExportPiece> {
    await this.trail.record(actor, {
      action: 'audit.exported',
      resource: 'audit',
      projectId: filter.projectId ?? null,
      organizationId: filter.organizationId ?? null,
      after: { format, filters: Object.keys(filter) },
    });
    const at = new Date(this.#clock.now()).toISOString();
    yield* exportEntries(this.#catalog, this.trail.key, this.trail.head, { filter, format, at });
  }

  async #noteReading(filter: AuditFilter, actor: Actor): Promise<void> {
    const { from } = actor;
    const name = 'id' in actor ? actor.id : actor.kind;
    const who = JSON.stringify([
      name,
      from,
      filter.projectId ?? null,
      filter.organizationId ?? null,
    ]);
    const now = this.#clock.now();
    for (const [reader, since] of this.#readers) {
      if (now - since >= SAME_READING_MS) this.#readers.delete(reader);
    }
    if (this.#readers.has(who)) return;
    this.#readers.set(who, now);
    await this.trail.record(actor, {
      action: 'audit.read',
      resource: 'audit',
      projectId: filter.projectId ?? null,
      organizationId: filter.organizationId ?? null,
      after: { filters: Object.keys(filter) },
    });
  }
}
