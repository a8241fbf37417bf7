import { sql } from 'kysely';
import type { Candidate } from '../../../shared/contract/members.ts';
import { builtInRole } from '../../../shared/roles.ts';
import type { CatalogReader } from '../roles/find-role.ts';

/** Which people of an organization are looked for. */
export interface Wanted {
  /** Part of the name or the e-mail address, letter case ignored; empty for everybody. */
  readonly search: string;
  readonly as: 'member' | 'owner';
  /** At most this many are answered. */
  readonly limit: number;
}

/**
 * People of a project's organization who can be added to it, or own it, by name.
 *
 * The text is compared here because SQLite folds the case of ASCII letters only; thousands take a few milliseconds.
 */
export async function findCandidates(
  db: CatalogReader,
  projectId: string,
  { search, as, limit }: Wanted,
): Promise<{ candidates: Candidate[]; total: number }> {
  const query = db
    .selectFrom('project')
    .innerJoin('organization_member as o', 'o.organization_id', 'project.organization_id')
    .innerJoin('person as p', 'p.id', 'o.person_id')
    .leftJoin('project_member as m', (join) =>
      join.onRef('m.project_id', '=', 'project.id').onRef('m.person_id', '=', 'p.id'),
    )
    .leftJoin('role as r', 'r.id', 'm.role_id')
    .select(['p.id', 'p.name', 'p.email', 'm.role_id', 'r.name as role_name'])
    .where('project.id', '=', projectId)
    .where('p.disabled_ms', 'is', null)
    .orderBy(sql`p.name COLLATE NOCASE`)
    .orderBy(sql`p.rowid`);
  const rows = await (
    as === 'member'
      ? query.where('m.role_id', 'is', null)
      : query.where(({ or, eb }) =>
          or([eb('p.password', 'is not', null), eb('p.is_local', '=', 1)]),
        )
  ).execute();
  const wanted = search.trim().toLowerCase();
  const found = rows.filter(({ name, email }) =>
    `${name}\n${email ?? ''}`.toLowerCase().includes(wanted),
  );
  return {
    total: found.length,
    candidates: found.slice(0, limit).map((row) => ({
      personId: row.id,
      name: row.name,
      email: row.email,
      roleName:
        row.role_id === null
          ? null
          : (row.role_name ?? builtInRole(row.role_id)?.name ?? row.role_id),
    })),
  };
}
