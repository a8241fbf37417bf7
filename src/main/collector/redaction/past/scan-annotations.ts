import { setImmediate } from 'node:timers/promises';
import type { Catalog } from '../../catalog/open-catalog.ts';
import type { ActivePolicy } from '../policy.ts';
import { noteSaid } from './job-rows.ts';
import { SAID_TABLES, SaidRows } from './said-columns.ts';

/** Rows read at a time, on the thread that answers everybody. */
const PAGE = 100;

/**
 * Counts what a rewrite would replace in what people and programs said of a project's traces.
 *
 * @returns false when it was interrupted: then nothing is noted
 */
export async function scanAnnotations(
  catalog: Catalog,
  job: { readonly id: string; readonly project_id: string },
  policy: ActivePolicy,
  signal: AbortSignal,
): Promise<boolean> {
  const said = await SaidRows.open(policy);
  for (const table of SAID_TABLES) {
    for (let last = ''; ;) {
      if (signal.aborted) return false;
      const traces = await catalog.db
        .selectFrom(table)
        .select('trace_id')
        .where('project_id', '=', job.project_id)
        .where('trace_id', '>', last)
        .orderBy('trace_id')
        .limit(PAGE)
        .execute();
      if (traces.length === 0) break;
      const first = traces[0]!.trace_id;
      last = traces.at(-1)!.trace_id;
      const rows = await catalog.db
        .selectFrom(table)
        .selectAll()
        .where('project_id', '=', job.project_id)
        .where('trace_id', '>=', first)
        .where('trace_id', '<=', last)
        .execute();
      for (const row of rows) said.cleaned(table, row);
      await setImmediate();
    }
  }
  await noteSaid(catalog, job.id, said.takeCounts());
  return true;
}
