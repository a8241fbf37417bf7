import type { Selectable } from 'kysely';
import type { Project, ProjectContents } from '../../../shared/contract/projects.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AuditedState } from '../../../shared/audited.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { ProjectTable } from '../catalog/tables.ts';
import { isoOrNull } from '../clock.ts';
import type { KeySummary } from '../keys/key-summaries.ts';
import type { KeptTime } from './kept-time.ts';
import type { ProjectStats } from '../store/types.ts';

export type ProjectRow = Selectable<ProjectTable>;

/** A project as it is for everybody: what one may do in it comes with the call. */
export type StoredProject = Omit<Project, 'permissions'>;

/** A project that is there; one whose deletion has begun is not. Throws AppError `not_found`. */
export async function projectRowOf(
  db: Catalog['db'] | CatalogTransaction,
  projectId: string,
): Promise<ProjectRow> {
  const row = await (db as Catalog['db'])
    .selectFrom('project')
    .selectAll()
    .where('id', '=', projectId)
    .where('deleting_ms', 'is', null)
    .executeTakeFirst();
  if (row === undefined) throw new AppError('not_found', `There is no project ${projectId}.`);
  return row;
}

/** Runs what gives a project its name. Throws AppError `conflict` when another one has it, letter case ignored. */
export async function withName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE') {
      throw new AppError(
        'conflict',
        `There is a project named "${name}" already. Choose another name.`,
        { cause: error },
      );
    }
    throw error;
  }
}

/**
 * What the audit log says of a change.
 *
 * @param contents what went with a deleted project
 * @param owner names of the owners before and after a transfer
 */
export function projectEntry(
  action: Extract<AuditDraft['action'], `project.${string}`>,
  before: ProjectRow | null,
  after: ProjectRow | null,
  contents?: ProjectContents,
  owner?: { readonly before: string | null; readonly after: string },
): AuditDraft {
  const { id, name } = (after ?? before)!;
  return {
    action,
    resource: 'project',
    resourceId: id,
    resourceName: name,
    projectId: id,
    organizationId: (after ?? before)!.organization_id,
    before: before && { ...stateOf(before), ...contents, ...(owner && { owner: owner.before }) },
    after: after && { ...stateOf(after), ...(owner && { owner: owner.after }) },
  };
}

function stateOf(row: ProjectRow): AuditedState<'project'> {
  return {
    name: row.name,
    description: row.description,
    isDefault: row.is_default === 1,
    archivedAt: isoOrNull(row.archived_ms),
    externalAllowed: row.external_allowed === 1,
  };
}

/** A project as it is listed. */
export function toProject(
  row: ProjectRow,
  keys: KeySummary | undefined,
  stats: ProjectStats | undefined,
  memberCount: number,
  kept: KeptTime,
): StoredProject {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    description: row.description,
    isDefault: row.is_default === 1,
    createdAt: new Date(row.created_ms).toISOString(),
    archivedAt: isoOrNull(row.archived_ms),
    keyCount: keys?.count ?? 0,
    keyPrefixes: keys?.prefixes ?? [],
    environments: keys?.environments ?? [],
    memberCount,
    kept,
    externalAllowed: row.external_allowed === 1,
    lastSpanAt:
      stats !== undefined && stats.lastCommitMs > 0
        ? new Date(stats.lastCommitMs).toISOString()
        : null,
    spanCount: stats?.spans ?? 0,
    bytes: stats?.bytes ?? 0,
  };
}

/** How many people were added to each project, or to the one named; projects without any are left out. */
export async function countMembers(
  db: Catalog['db'],
  projectId?: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('project_member')
    .select(['project_id', (eb) => eb.fn.countAll<number>().as('count')])
    .$if(projectId !== undefined, (query) => query.where('project_id', '=', projectId!))
    .groupBy('project_id')
    .execute();
  return new Map(rows.map(({ project_id, count }) => [project_id, count]));
}

/** @throws AppError `conflict` for the Default Project, of which `what` cannot be done */
export function refuseDefault(row: ProjectRow, what: string, why: string): void {
  if (row.is_default === 0) return;
  throw new AppError('conflict', `The Default Project cannot be ${what}: ${why}.`);
}

/** @throws AppError `invalid` where the name typed to confirm is another one; `nothing` says what was not done */
export function requireConfirmed(row: ProjectRow, confirm: string, nothing: string): void {
  if (confirm === row.name) return;
  throw new AppError('invalid', `The name given to confirm is not that of the project. ${nothing}`);
}
