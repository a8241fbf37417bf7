import { sql, type SelectQueryBuilder } from 'kysely';
import type { AuditFilter } from '../../../shared/contract/audit.ts';
import type { CatalogTables } from '../catalog/tables.ts';

type EntryQuery<O> = SelectQueryBuilder<CatalogTables, 'audit_entry', O>;

/** Columns a text is looked for in. */
const SEARCHED = [
  'action',
  'actor_name',
  'actor_id',
  'resource_name',
  'resource_id',
  'address',
  'client',
  'reason',
  'before',
  'after',
] as const;

/** Adds a filter's conditions; those with an index first. */
export function whereMatches<O>(query: EntryQuery<O>, filter: AuditFilter): EntryQuery<O> {
  const { action, actor, resource, projectId, organizationId, since, until, text } = filter;
  let result = query;
  if (projectId !== undefined) result = result.where('project_id', '=', projectId);
  if (organizationId !== undefined) result = whereOrganization(result, organizationId);
  if (action) result = whereAction(result, action);
  if (actor) {
    result = result.where((eb) =>
      eb.or([
        eb('actor_id', '=', actor),
        eb('actor_kind', '=', actor as 'local'),
        eb(sql`actor_name COLLATE NOCASE`, '=', actor),
      ]),
    );
  }
  if (resource) {
    result = result.where((eb) =>
      eb.or([
        eb('resource_id', '=', resource),
        eb('resource_type', '=', resource),
        eb(sql`resource_name COLLATE NOCASE`, '=', resource),
      ]),
    );
  }
  if (since !== undefined) result = result.where('time_ms', '>=', Date.parse(since));
  if (until !== undefined) result = result.where('time_ms', '<', Date.parse(until));
  if (text) {
    const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    result = result.where((eb) =>
      eb.or(SEARCHED.map((column) => sql<boolean>`${eb.ref(column)} LIKE ${pattern} ESCAPE '\\'`)),
    );
  }
  return result;
}

/**
 * Entries about an organization. Those written before entries named it are found by its projects; accounts and
 * sessions belong to no organization, and are shown to each their person is in.
 */
function whereOrganization<O>(query: EntryQuery<O>, organizationId: string): EntryQuery<O> {
  return query.where((eb) => {
    const projects = eb
      .selectFrom('project')
      .select('project.id')
      .where('project.organization_id', '=', organizationId);
    const people = eb
      .selectFrom('organization_member')
      .select('organization_member.person_id')
      .where('organization_member.organization_id', '=', organizationId);
    const ofNone = eb.and([eb('organization_id', 'is', null), eb('project_id', 'is', null)]);
    return eb.or([
      // `+` keeps SQLite from an index for each part of this and sorting what they find: entries are read in windows
      // of their order, and most of a window belongs to the organization.
      eb(sql`+organization_id`, '=', organizationId),
      eb.and([eb('organization_id', 'is', null), eb('project_id', 'in', projects)]),
      eb.and([
        ofNone,
        eb('resource_type', 'in', ['person', 'session']),
        eb.or([eb('resource_id', 'in', people), eb('actor_id', 'in', people)]),
      ]),
    ]);
  });
}

function whereAction<O>(query: EntryQuery<O>, action: string): EntryQuery<O> {
  const wanted = action.toLowerCase();
  const star = wanted.indexOf('*');
  if (star < 0) return query.where('action', '=', wanted);
  const start = wanted.slice(0, star);
  // Only `*` means something; the range lets the index be used.
  const pattern = wanted.replaceAll(/[?[]/g, '[$&]');
  return query
    .where('action', '>=', start)
    .where('action', '<', `${start}\u{10ffff}`)
    .where(sql<boolean>`action GLOB ${pattern}`);
}
