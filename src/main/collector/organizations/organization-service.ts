import { sql } from 'kysely';
import type { Organization } from '../../../shared/contract/organizations.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import { DEFAULT_PROJECT_NAME } from '../projects/project-service.ts';

/** An organization as it is for everybody: what one may do in it comes with the call. */
export type StoredOrganization = Omit<Organization, 'permissions'>;

/** Organizations: people and projects that belong together. Each has a Default Project. */
export class OrganizationService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;

  constructor(catalog: Catalog, clock: Clock, audit: AuditTrail) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
  }

  async list(): Promise<StoredOrganization[]> {
    const rows = await this.#catalog.db
      .selectFrom('organization')
      .leftJoin('project', (join) =>
        join
          .onRef('project.organization_id', '=', 'organization.id')
          .on('project.is_default', '=', 1),
      )
      .select(['organization.id', 'organization.name', 'organization.created_ms'])
      .select('project.id as default_project_id')
      .select((eb) =>
        eb
          .selectFrom('organization_member')
          .whereRef('organization_id', '=', 'organization.id')
          .select((count) => count.fn.countAll<number>().as('count'))
          .as('members'),
      )
      .orderBy('organization.created_ms')
      .orderBy(sql`organization.rowid`)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      createdAt: new Date(row.created_ms).toISOString(),
      defaultProjectId: row.default_project_id,
      memberCount: row.members ?? 0,
    }));
  }

  /** @throws AppError `not_found` */
  async get(organizationId: string): Promise<StoredOrganization> {
    const found = (await this.list()).find(({ id }) => id === organizationId);
    if (found === undefined) {
      throw new AppError('not_found', `There is no organization ${organizationId}.`);
    }
    return found;
  }

  /**
   * Makes an organization with its Default Project and its first owner.
   *
   * @throws AppError `conflict` for a name that is taken, letter case ignored
   */
  async create(actor: Actor, name: string, ownerId: string): Promise<StoredOrganization> {
    const id = createRowId('org');
    const projectId = createRowId('prj');
    await this.#audit.change(actor, async (tx) => {
      await requireFreeName(tx, name, id);
      const created_ms = this.#clock.now();
      const description = '';
      await tx.insertInto('organization').values({ id, name, created_ms }).execute();
      await tx
        .insertInto('organization_member')
        .values({
          organization_id: id,
          person_id: ownerId,
          role_id: 'organization_owner',
          created_ms,
        })
        .execute();
      await tx
        .insertInto('project')
        .values({
          id: projectId,
          organization_id: id,
          name: DEFAULT_PROJECT_NAME,
          description,
          is_default: 1,
          created_ms,
        })
        .execute();
      return {
        answer: undefined,
        entries: [
          {
            action: 'organization.created',
            resource: 'organization',
            resourceId: id,
            resourceName: name,
            organizationId: id,
            after: { name },
          },
        ],
      };
    });
    return this.get(id);
  }

  /** @throws AppError `not_found`, or `conflict` for a name that is taken */
  async rename(actor: Actor, organizationId: string, name: string): Promise<StoredOrganization> {
    const before = await this.get(organizationId);
    await this.#audit.change(actor, async (tx) => {
      await requireFreeName(tx, name, organizationId);
      await tx.updateTable('organization').set({ name }).where('id', '=', organizationId).execute();
      return {
        answer: undefined,
        entries: [
          {
            action: 'organization.updated',
            resource: 'organization',
            resourceId: organizationId,
            resourceName: name,
            organizationId,
            before: { name: before.name },
            after: { name },
          },
        ],
      };
    });
    return this.get(organizationId);
  }
}

async function requireFreeName(tx: CatalogTransaction, name: string, id: string): Promise<void> {
  const taken = await tx
    .selectFrom('organization')
    .select('id')
    .where('name', '=', name)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (taken !== undefined) {
    throw new AppError('conflict', `There is an organization named "${name}" already.`);
  }
}
