import type { AuditedState } from '../../../../shared/audited.ts';
import type { CatalogTransaction } from '../../audit/audit-trail.ts';
import type { AuditDraft } from '../../audit/draft.ts';
import type { Catalog } from '../../catalog/open-catalog.ts';
import type { ActivePolicy } from '../policy.ts';
import { FIRST_INSTANCE, parseInstance, parseRules } from '../stored-rules.ts';
import { countsOf, daysOf, type JobRow } from './job-rows.ts';

type JobRules = Pick<AuditedState<'redaction'>, 'mode' | 'types' | 'customRules'>;
type Job = Pick<JobRow, 'id' | 'project_id' | 'kind'>;

/** What the audit log keeps of the rules of a job: no words and no patterns. */
export function rulesOfJob(
  mode: string,
  { types, rules }: Pick<ActivePolicy, 'types' | 'rules'>,
): JobRules {
  return { mode, types: Object.keys(types), customRules: rules.map(({ id }) => id) };
}

/** The entry of a job in the audit log; that of its end says what was done until then. */
export async function jobEntry(
  db: Catalog['db'] | CatalogTransaction,
  { id, project_id: projectId, kind }: Job,
  verb: 'started' | 'finished' | 'cancelled',
  rules: JobRules,
): Promise<AuditDraft> {
  const named = { resource: 'redaction', resourceId: projectId, projectId } as const;
  const action = `redaction.${kind}_${verb}` as const;
  if (verb === 'started') return { ...named, action, after: rules };
  const days = await daysOf(db, id);
  const done = (signal: string): number =>
    days.reduce((sum, day) => sum + (day.signal === signal ? day.records_done : 0), 0);
  const found = (await countsOf(db, id)).reduce((sum, { count }) => sum + count, 0);
  const failures = days.filter((day) => day.state === 'failed').length;
  const after = {
    ...rules,
    spans: done('traces'),
    logRecords: done('logs'),
    metricRecords: done('metrics'),
    found,
    failures,
  };
  return { ...named, action, after };
}

/** The ends of jobs that are under way in a project which goes now, and they with it: for the audit log. */
export async function endsWithProject(
  tx: CatalogTransaction,
  projectId: string,
): Promise<AuditDraft[]> {
  const jobs = await tx
    .selectFrom('past_redaction')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('state', '=', 'running')
    .execute();
  const entries: AuditDraft[] = [];
  for (const job of jobs) {
    const policy = JSON.parse(job.policy) as Pick<ActivePolicy, 'types' | 'rules'>;
    const rules = rulesOfJob(await modeOf(tx, projectId), policy);
    entries.push(await jobEntry(tx, job, 'cancelled', rules));
  }
  return entries;
}

async function modeOf(tx: CatalogTransaction, projectId: string): Promise<string> {
  const own = await tx
    .selectFrom('redaction_rule')
    .select('rules')
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  if (own !== undefined) return parseRules(own.rules).mode;
  const instance = await tx.selectFrom('redaction_instance').select('rules').executeTakeFirst();
  return (instance === undefined ? FIRST_INSTANCE : parseInstance(instance.rules)).defaultMode;
}
