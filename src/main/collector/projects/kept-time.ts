import type { RetentionRules } from '../../../shared/contract/retention.ts';
import type { Project } from '../../../shared/contract/projects.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { instanceRules, readRules } from '../retention/rule-rows.ts';
import { KEEP_EVERYTHING, keptAtMost } from '../retention/rules.ts';

export type KeptTime = Project['kept'];

/** How long traces are kept, by project: two queries for all of them, or for the one named. */
export async function readKeptTimes(
  db: Catalog['db'],
  projectId?: string,
): Promise<(projectId: string) => KeptTime> {
  const { ceilingDays } = await instanceRules(db);
  const rows = await db
    .selectFrom('retention_rule')
    .selectAll()
    .$if(projectId !== undefined, (query) => query.where('project_id', '=', projectId!))
    .execute();
  const times = new Map(
    rows.map(({ project_id, rules }) => [
      project_id,
      keptTime(readRules(rules).rules, ceilingDays),
    ]),
  );
  const others = keptTime(KEEP_EVERYTHING, ceilingDays);
  return (id) => times.get(id) ?? others;
}

function keptTime(rules: RetentionRules, ceilingDays: number | null): KeptTime {
  const { shortest, longest } = keptAtMost(rules, ceilingDays, 'traces');
  return {
    shortestDays: Number.isFinite(shortest) ? shortest : null,
    longestDays: Number.isFinite(longest) ? longest : null,
    legalHold: rules.legalHold,
  };
}
