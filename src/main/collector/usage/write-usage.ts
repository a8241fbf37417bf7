import { sql } from 'kysely';
import type { Catalog } from '../catalog/open-catalog.ts';
import { COUNT_NAMES, newCounts, type UsageDelta } from './counts.ts';

/** Adds what was counted to the days it was counted on: one transaction. Projects that are gone are left out. */
export async function writeUsage(
  catalog: Pick<Catalog, 'writer'>,
  deltas: readonly UsageDelta[],
): Promise<void> {
  const rows = joinDeltas(deltas);
  if (rows.length === 0) return;
  await catalog.writer.transaction().execute(async (tx) => {
    const present = await tx
      .selectFrom('project')
      .select('id')
      .where('opened_by', 'is', null)
      .where('id', 'in', [...new Set(rows.map(({ projectId }) => projectId))])
      .execute();
    const projects = new Set(present.map(({ id }) => id));
    for (const { projectId, day, source, counts } of rows) {
      if (!projects.has(projectId)) continue;
      const named = Object.fromEntries(COUNT_NAMES.map((name, i) => [name, counts[i]!]));
      await tx
        .insertInto('usage_day')
        .values({ project_id: projectId, day, source, ...(named as NamedCounts) })
        .onConflict((conflict) =>
          conflict
            .columns(['project_id', 'day', 'source'])
            .doUpdateSet(
              Object.fromEntries(
                COUNT_NAMES.map((name) => [
                  name,
                  sql`${sql.ref(`usage_day.${name}`)} + ${sql.ref(`excluded.${name}`)}`,
                ]),
              ),
            ),
        )
        .execute();
    }
  });
}

/** Takes away days that ended before `firstDay`. */
export async function dropOldDays(
  catalog: Pick<Catalog, 'writer'>,
  firstDay: number,
): Promise<void> {
  await catalog.writer.transaction().execute(async (tx) => {
    await tx.deleteFrom('usage_day').where('day', '<', firstDay).execute();
  });
}

type NamedCounts = Record<(typeof COUNT_NAMES)[number], number>;

/** One delta for each sender and day. */
function joinDeltas(deltas: readonly UsageDelta[]): UsageDelta[] {
  const joined = new Map<string, UsageDelta>();
  for (const delta of deltas) {
    const { projectId, day, source, counts } = delta;
    const key = `${projectId} ${day} ${source}`;
    let sum = joined.get(key);
    if (sum === undefined) {
      sum = { projectId, day, source, counts: newCounts() };
      joined.set(key, sum);
    }
    for (const [i, count] of counts.entries()) sum.counts[i]! += count;
  }
  return [...joined.values()];
}
