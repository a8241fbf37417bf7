import type { RedactionRow } from '../../../shared/contract/redaction.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { ClockWatch } from '../retention/clock-watch.ts';
import { addCount } from './add-count.ts';
import type { RedactionCount } from './redaction-count.ts';

export const HOUR_MS = 3_600_000;
/** Rows held between two writes, of all projects; more are counted under the key `*`. */
const MAX_HELD = 20_000;

/** Rows of the redaction audit older than this are let go of, hours: 400 days, a year and what one looks back for. */
const KEPT_HOURS = 400 * 24;
/** How often that is done, hours of the clock. */
const TRIM_EVERY = 6;

type Mode = RedactionRow['mode'];
interface Held {
  readonly projectId: string;
  readonly hour: number;
  readonly mode: Mode;
  readonly row: RedactionCount;
  count: number;
}

/** Adds up redactions by the hour until they are written. */
export class HourlyCounts {
  private held = new Map<string, Held>();
  private trimmedHour = 0;

  add(projectId: string, nowMs: number, counts: readonly RedactionCount[]): void {
    const hour = Math.floor(nowMs / HOUR_MS);
    for (const row of counts) this.hold(projectId, hour, row, row.count);
  }

  private hold(projectId: string, hour: number, found: RedactionCount, count: number): void {
    const row = this.held.size < MAX_HELD ? found : { ...found, key: '*', service: '*' };
    const { type, rule, key, service, environment, mode = 'on' } = row;
    const id = [projectId, hour, mode, type, rule, key, service, environment].join('\0');
    const held = this.held.get(id);
    if (held === undefined) this.held.set(id, { projectId, hour, mode, row, count });
    else held.count += count;
  }

  /**
   * Writes everything held: one transaction. Projects that are gone are left out.
   *
   * Where it cannot be written, as on a full disk, all of it is held on.
   */
  async write(catalog: Pick<Catalog, 'writer'>): Promise<void> {
    if (this.held.size === 0) return;
    const rows = [...this.held.values()];
    this.held = new Map();
    try {
      await insert(catalog, rows);
    } catch (error) {
      for (const { projectId, hour, row, count } of rows) this.hold(projectId, hour, row, count);
      throw error;
    }
  }

  /** Lets go of rows older than {@link KEPT_HOURS}, every few hours; of none while the clock may be wrong. */
  async trim(
    catalog: Pick<Catalog, 'writer'>,
    nowMs: number,
    clockWatch: ClockWatch,
  ): Promise<void> {
    const hour = Math.floor(nowMs / HOUR_MS);
    // Back too: a clock that was ahead is set right.
    if (Math.abs(hour - this.trimmedHour) < TRIM_EVERY) return;
    if (await clockWatch.isHeld()) return;
    this.trimmedHour = hour;
    await catalog.writer.transaction().execute(async (tx) => {
      const projects = await tx.selectFrom('project').select('id').execute();
      // By the beginning of the key, project by project: no index of their own is needed for the hours.
      for (const { id } of projects) {
        await tx
          .deleteFrom('redaction_count')
          .where('project_id', '=', id)
          .where('hour', '<', hour - KEPT_HOURS)
          .execute();
      }
    });
  }
}

async function insert(catalog: Pick<Catalog, 'writer'>, rows: readonly Held[]): Promise<void> {
  await catalog.writer.transaction().execute(async (tx) => {
    const present = await tx.selectFrom('project').select('id').execute();
    const projects = new Set(present.map(({ id }) => id));
    for (const { projectId, hour, mode, row, count } of rows) {
      if (!projects.has(projectId)) continue;
      const { type, rule, key, service, environment } = row;
      await addCount(tx, {
        project_id: projectId,
        hour,
        type,
        rule,
        key,
        service,
        environment,
        mode,
        count,
      });
    }
  });
}
