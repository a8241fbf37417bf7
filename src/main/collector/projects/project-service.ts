import type { Selectable } from 'kysely';
import type { ApiKey, NewKey } from '../../../shared/contract/keys.ts';
import type { Project } from '../../../shared/contract/projects.ts';
import { AppError } from '../../../shared/errors.ts';
import { systemActor, type Actor } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { ProjectTable } from '../catalog/tables.ts';
import type { Clock } from '../clock.ts';
import type { KeyService } from '../keys/key-service.ts';
import type { ProjectStats, TelemetryStore } from '../store/types.ts';

export const DEFAULT_PROJECT_NAME = 'Default Project';

/** What a new project is made of. */
export interface ProjectRequest {
  readonly organizationId: string;
  readonly name: string;
  readonly description: string;
  /** The person who becomes its owner; null where nobody in particular does. */
  readonly ownerId: string | null;
}

/** Projects: where telemetry is kept apart, each with its own keys. */
export class ProjectService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;
  readonly #keys: KeyService;
  readonly #store: Pick<TelemetryStore, 'stats'>;

  constructor(
    catalog: Catalog,
    clock: Clock,
    audit: AuditTrail,
    keys: KeyService,
    store: Pick<TelemetryStore, 'stats'>,
  ) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
    this.#keys = keys;
    this.#store = store;
  }

  /** The organization this instance began with: what belongs to none in particular goes there. */
  async firstOrganization(): Promise<string> {
    const { id } = await this.#catalog.db
      .selectFrom('organization')
      .select('id')
      .orderBy('created_ms')
      .orderBy('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  /** The id of the Default Project of the first organization, made on the first start. */
  async ensureDefault(): Promise<string> {
    const organizationId = await this.firstOrganization();
    const row = await this.#catalog.db
      .selectFrom('project')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('is_default', '=', 1)
      .executeTakeFirst();
    if (row !== undefined) return row.id;
    const project = this.#newRow(organizationId, DEFAULT_PROJECT_NAME, '', 1);
    return this.#audit.change(systemActor('first start'), async (tx) => {
      await tx.insertInto('project').values(project).execute();
      return { answer: project.id, entries: [projectCreated(project)] };
    });
  }

  async list(): Promise<Project[]> {
    const rows = await this.#catalog.db
      .selectFrom('project')
      .selectAll()
      .orderBy('created_ms')
      .orderBy('id')
      .execute();
    const keys = byProject(await this.#keys.listActive());
    const stats = new Map((await this.#store.stats()).map((entry) => [entry.projectId, entry]));
    return rows.map((row) => toProject(row, keys.get(row.id) ?? [], stats.get(row.id)));
  }

  /** @throws AppError `not_found` */
  async get(projectId: string): Promise<Project> {
    const row = await this.#catalog.db
      .selectFrom('project')
      .selectAll()
      .where('id', '=', projectId)
      .executeTakeFirst();
    if (row === undefined) throw new AppError('not_found', `There is no project ${projectId}.`);
    const [stats] = await this.#store.stats(projectId);
    return toProject(row, await this.#keys.listActive(projectId), stats);
  }

  /**
   * Makes a project and its first key, which may ingest and nothing else.
   *
   * @throws AppError `conflict` when a project has this name already, letter case ignored
   */
  async create(
    { organizationId, name, description, ownerId }: ProjectRequest,
    actor: Actor,
  ): Promise<{ project: Project; key: NewKey }> {
    const project = this.#newRow(organizationId, name, description, 0);
    const written = await this.#audit.change(actor, async (tx) => {
      await insertProject(tx, project);
      if (ownerId !== null) {
        await tx
          .insertInto('project_member')
          .values({
            project_id: project.id,
            person_id: ownerId,
            role_id: 'project_owner',
            created_ms: project.created_ms,
          })
          .execute();
      }
      const key = await this.#keys.write(tx, {
        projectId: project.id,
        name: 'First key',
        kind: 'single',
        scopes: ['ingest'],
      });
      return { answer: key, entries: [projectCreated(project), key.entry] };
    });
    const key = this.#keys.admit(written);
    return { project: await this.get(project.id), key };
  }

  #newRow(
    organization_id: string,
    name: string,
    description: string,
    is_default: 0 | 1,
  ): Selectable<ProjectTable> {
    const created_ms = this.#clock.now();
    return { id: createRowId('prj'), organization_id, name, description, is_default, created_ms };
  }
}

async function insertProject(
  tx: CatalogTransaction,
  project: Selectable<ProjectTable>,
): Promise<void> {
  try {
    await tx.insertInto('project').values(project).execute();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE') {
      throw new AppError(
        'conflict',
        `There is a project named "${project.name}" already. Choose another name.`,
        { cause: error },
      );
    }
    throw error;
  }
}

function projectCreated(project: Selectable<ProjectTable>): AuditDraft {
  const { name, description, is_default } = project;
  return {
    action: 'project.created',
    resource: 'project',
    resourceId: project.id,
    resourceName: name,
    projectId: project.id,
    organizationId: project.organization_id,
    after: { name, description, isDefault: is_default === 1 },
  };
}

function byProject(keys: readonly ApiKey[]): ReadonlyMap<string, ApiKey[]> {
  const groups = new Map<string, ApiKey[]>();
  for (const key of keys) {
    const group = groups.get(key.projectId);
    if (group === undefined) groups.set(key.projectId, [key]);
    else group.push(key);
  }
  return groups;
}

function toProject(
  row: Selectable<ProjectTable>,
  activeKeys: readonly ApiKey[],
  stats: ProjectStats | undefined,
): Project {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    description: row.description,
    isDefault: row.is_default === 1,
    createdAt: new Date(row.created_ms).toISOString(),
    keyCount: activeKeys.length,
    keyPrefixes: activeKeys.slice(0, 3).map((key) => key.prefix),
    lastSpanAt:
      stats !== undefined && stats.lastCommitMs > 0
        ? new Date(stats.lastCommitMs).toISOString()
        : null,
    spanCount: stats?.spans ?? 0,
    bytes: stats?.bytes ?? 0,
  };
}
