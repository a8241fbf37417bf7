import { sql } from 'kysely';
import type { Catalog } from '../catalog/open-catalog.ts';

/** Keys of a project that work, for the list of projects. */
export interface KeySummary {
  readonly count: number;
  /** Visible prefixes of the newest three. */
  readonly prefixes: string[];
  /** Environment labels, at most five, in order of the alphabet. */
  readonly environments: string[];
}

const MAX_ENVIRONMENTS = 5;

/** Of every project with a key that works, or of the one named; two queries however many keys there are. */
export async function summarizeKeys(
  db: Catalog['db'],
  nowMs: number,
  projectId?: string,
): Promise<ReadonlyMap<string, KeySummary>> {
  const active = db
    .selectFrom('api_key')
    .where('revoked_ms', 'is', null)
    .where(({ or, eb }) => or([eb('expires_ms', 'is', null), eb('expires_ms', '>', nowMs)]))
    .$if(projectId !== undefined, (query) => query.where('project_id', '=', projectId!));
  const working = active
    .select(['project_id', 'prefix'])
    .select(sql<number>`count(*) OVER (PARTITION BY project_id)`.as('count'))
    .select(
      sql<number>`row_number() OVER (PARTITION BY project_id ORDER BY created_ms DESC, rowid DESC)`.as(
        'place',
      ),
    );
  const rows = await db
    .selectFrom(working.as('working'))
    .selectAll()
    .where('place', '<=', 3)
    .orderBy('project_id')
    .orderBy('place')
    .execute();
  const summaries = new Map<string, KeySummary>();
  for (const { project_id, prefix, count } of rows) {
    const known = summaries.get(project_id);
    if (known === undefined)
      summaries.set(project_id, { count, prefixes: [prefix], environments: [] });
    else known.prefixes.push(prefix);
  }
  const labels = await active
    .select(['project_id', 'environment'])
    .distinct()
    .where('environment', '!=', '')
    .orderBy('project_id')
    .orderBy('environment')
    .execute();
  for (const { project_id, environment } of labels) {
    const { environments } = summaries.get(project_id)!;
    if (environments.length < MAX_ENVIRONMENTS) environments.push(environment);
  }
  return summaries;
}
