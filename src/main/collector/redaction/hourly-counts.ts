import { sql } from 'kysely';
import type { RedactionRow } from '../../../shared/contract/redaction.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { RedactionCount } from './redaction-count.ts';

export const HOUR_MS = 3_600_000;
/** Rows held between two writes, of all projects; more are counted under the key `*`. */
const MAX_HELD = 20_000;

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

  add(projectId: string, mode: Mode, nowMs: number, counts: readonly RedactionCount[]): void {
    const hour = Math.floor(nowMs / HOUR_MS);
    for (const found of counts) {
      const row = this.held.size < MAX_HELD ? found : { ...found, key: '*', service: '*' };
      const { type, rule, key, service, environment } = row;
      const id = [projectId, hour, mode, type, rule, key, service, environment].join('\0');
      const held = this.held.get(id);
      if (held === undefined) this.held.set(id, { projectId, hour, mode, row, count: row.count });
      else held.count += row.count;
    }
  }

  /** Writes everything held: one transaction. Projects that are gone are left out. */
  async write(catalog: Pick<Catalog, 'writer'>): Promise<void> {
    if (this.held.size === 0) return;
    const rows = [...this.held.values()];
    this.held = new Map();
    await catalog.writer.transaction().execute(async (tx) => {
      const present = await tx.selectFrom('project').select('id').execute();
      const projects = new Set(present.map(({ id }) => id));
      for (const { projectId, hour, mode, row, count } of rows) {
        if (!projects.has(projectId)) continue;
        const { type, rule, key, service, environment } = row;
        await tx
          .insertInto('redaction_count')
          .values({
            project_id: projectId,
            hour,
            type,
            rule,
            key,
            service,
            environment,
            mode,
            count,
          })
          .onConflict((conflict) =>
            conflict
              .columns([
                'project_id',
                'hour',
                'type',
                'rule',
                'key',
                'service',
                'environment',
                'mode',
              ])
              .doUpdateSet({ count: sql`redaction_count.count + excluded.count` }),
          )
          .execute();
      }
    });
  }
}
