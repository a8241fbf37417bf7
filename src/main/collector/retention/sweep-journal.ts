import { sql } from 'kysely';
import type { Removal, RetentionRun } from '../../../shared/contract/retention.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { hasChanged, type PastDays } from '../store/rewrite/past-days.ts';
import { forgetRemovals, recordRun } from './record-run.ts';

/** A sweep that is under way. */
export interface Sweep {
  /** Another one for each: several may begin in the same millisecond, by a clock that was set back too. */
  readonly id: string;
  readonly startedAt: string;
  readonly cause: RetentionRun['cause'];
  readonly actor: Actor;
  /** How long it has been at it, ms. */
  readonly tookMs: () => number;
}

/** A removal as the catalog notes it, before the day changes and after. */
interface Note extends Pick<Sweep, 'cause' | 'actor'> {
  /** Absent: an older version told sweeps apart by their start. */
  readonly sweepId?: string;
  readonly projectId: string;
  readonly removal: Removal;
  readonly tookMs: number;
  /** Of the day as it was; absent once it is gone for certain. */
  readonly generation?: number | undefined;
}

interface JournalRow {
  readonly id: number;
  readonly sweepId: string;
  readonly startedAt: string;
  readonly note: Note;
}

/** Notes one removal of a sweep. */
export interface RemovalNote {
  /** Before the day changes, with what goes then. */
  going(removal: Removal): Promise<void>;
  /** Once it is known what became of it; undefined: the day is as it was. */
  settle(removal: Removal | undefined): Promise<void>;
  /** After an error, which may have come once the day had changed: answers what went then. */
  settleFailed(): Promise<Removal | undefined>;
}

/**
 * What sweeps remove, from the moment it goes until the audit log has it: a sweep that is killed is written down by the
 * next start, and one that the disk kept from being written down by the next scheduled one.
 */
export class SweepJournal {
  readonly #catalog: Catalog;
  readonly #past: Pick<PastDays, 'generation'>;
  /** Rows of a process before this one, and whether that happened. */
  readonly #found = new Map<number, boolean>();
  /** What went while the disk took no note of it, the oldest first. */
  #unwritten: Omit<JournalRow, 'id'>[] = [];

  private constructor(catalog: Catalog, past: Pick<PastDays, 'generation'>) {
    this.#catalog = catalog;
    this.#past = past;
  }

  /** Looks at what was left, before anybody writes a day anew: then nobody could tell any more who did it. */
  static async open(catalog: Catalog, past: Pick<PastDays, 'generation'>): Promise<SweepJournal> {
    const journal = new SweepJournal(catalog, past);
    for (const { id, note } of await journal.#rows()) journal.#found.set(id, journal.#isGone(note));
    return journal;
  }

  /** Notes a removal; a disk that takes no note of it may take what gives it room. */
  note(sweep: Sweep, projectId: string): RemovalNote {
    const { id: sweepId, startedAt, cause, actor } = sweep;
    let id: number | undefined;
    let noted: Note | undefined;
    const write = async (note: Note): Promise<void> => {
      const row = { started_at: startedAt, note: JSON.stringify(note) };
      await this.#change(async (tx) => {
        if (id !== undefined) {
          await tx.updateTable('sweep_removal').set(row).where('id', '=', id).execute();
          return;
        }
        const { insertId } = await tx.insertInto('sweep_removal').values(row).executeTakeFirst();
        id = Number(insertId);
      });
    };
    const noteOf = (removal: Removal, generation?: number): Note => {
      return { sweepId, cause, actor, projectId, removal, tookMs: sweep.tookMs(), generation };
    };
    const settle = async (removal: Removal | undefined): Promise<void> => {
      if (noted === undefined) return;
      // Also where the disk took no note of it before: it may have room now.
      if (removal !== undefined) {
        const note = noteOf(removal);
        await write(note).catch(() => {
          // One that is there tells by its generation that it went.
          if (id === undefined) this.#unwritten.push({ sweepId, startedAt, note });
        });
      } else if (id !== undefined) await this.#forget(id).catch(() => {});
    };
    return {
      going: async (removal) => {
        const { signal, day } = removal;
        const generation = this.#past.generation({ projectId, signal, day });
        if (generation === undefined) return;
        noted = noteOf(removal, generation);
        await write(noted).catch(() => {});
      },
      settle,
      settleFailed: async () => {
        const removal = noted && this.#isGone(noted) ? noted.removal : undefined;
        await settle(removal);
        return removal;
      },
    };
  }

  /** A sweep is written down. */
  recorded({ id }: Pick<Sweep, 'id'>): void {
    this.#unwritten = this.#unwritten.filter(({ sweepId }) => sweepId !== id);
  }

  /** Writes down the sweeps that were interrupted, as those who asked for them. None is under way. */
  async recordInterrupted(audit: AuditTrail): Promise<void> {
    const rows = [...(await this.#rows()), ...this.#unwritten];
    for (const sweepId of new Set(rows.map((row) => row.sweepId))) {
      const own = rows.filter((row) => row.sweepId === sweepId);
      const gone = own.filter((row) => this.#wentOf(row));
      const last = gone.at(-1);
      if (last === undefined) {
        await this.#change((tx) => forgetRemovals(tx, sweepId));
        continue;
      }
      const results = [...new Set(gone.map(({ note }) => note.projectId))].map((projectId) => ({
        projectId,
        removals: gone
          .filter(({ note }) => note.projectId === projectId)
          .map(({ note }) => note.removal),
        failures: [],
      }));
      const { startedAt, note } = last;
      const { cause, tookMs, actor } = note;
      const run = { startedAt, tookMs, cause, interrupted: true, results } as const;
      await recordRun(audit, run, { id: sweepId, actor });
      this.recorded({ id: sweepId });
    }
    this.#found.clear();
  }

  #wentOf(row: Omit<JournalRow, 'id'> | JournalRow): boolean {
    return ('id' in row ? this.#found.get(row.id) : undefined) ?? this.#isGone(row.note);
  }

  #isGone({ projectId, generation, removal }: Note): boolean {
    if (generation === undefined) return true;
    return hasChanged(this.#past, { projectId, ...removal }, generation);
  }

  async #rows(): Promise<JournalRow[]> {
    const rows = await this.#catalog.db
      .selectFrom('sweep_removal')
      .selectAll()
      // One that cannot be read, of a damaged catalog, tells nothing and keeps no collector from starting.
      .where(sql<number>`json_valid(note)`, '=', 1)
      .orderBy('id')
      .execute();
    return rows.map(({ id, started_at: startedAt, note: text }) => {
      const note = JSON.parse(text) as Note;
      return { id, sweepId: note.sweepId ?? startedAt, startedAt, note };
    });
  }

  #forget(id: number): Promise<void> {
    return this.#change(async (tx) => {
      await tx.deleteFrom('sweep_removal').where('id', '=', id).execute();
    });
  }

  /** Bookkeeping: the audit log has it once the sweep is over. */
  #change(work: (tx: CatalogTransaction) => Promise<void>): Promise<void> {
    const { writer } = this.#catalog;
    return writer.transaction().execute(work);
  }
}
