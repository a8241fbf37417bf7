import type { Selectable } from 'kysely';
import type { ApiKey, NewKey } from '../../../shared/contract/keys.ts';
import type { Project } from '../../../shared/contract/projects.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { ProjectTable } from '../catalog/tables.ts';
import type { Clock } from '../clock.ts';
import type { KeyService } from '../keys/key-service.ts';
import type { ProjectStats, TelemetryStore } from '../store/types.ts';

export const DEFAULT_PROJECT_NAME = 'Default Project';

/** Projects: where telemetry is kept apart, each with its own keys. */
export class ProjectService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #keys: KeyService;
  readonly #store: Pick<TelemetryStore, 'stats'>;

  constructor(
    catalog: Catalog,
    clock: Clock,
    keys: KeyService,
    store: Pick<TelemetryStore, 'stats'>,
  ) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#keys = keys;
    this.#store = store;
  }

  /** The id of the Default Project, made on the first start. */
  async ensureDefault(): Promise<string> {
    const row = await this.#catalog.db
      .selectFrom('project')
      .select('id')
      .where('is_default', '=', 1)
      .executeTakeFirst();
    if (row !== undefined) return row.id;
    const id = createRowId('prj');
    await this.#catalog.db
      .insertInto('project')
      .values({
        id,
        name: DEFAULT_PROJECT_NAME,
        description: '',
        is_default: 1,
        created_ms: this.#clock.now(),
      })
      .execute();
    return id;
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
  async create(name: string, description: string): Promise<{ project: Project; key: NewKey }> {
    const id = createRowId('prj');
    try {
      await this.#catalog.db
        .insertInto('project')
        .values({ id, name, description, created_ms: this.#clock.now() })
        .execute();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE') {
        throw new AppError(
          'conflict',
          `There is a project named "${name}" already. Choose another name.`,
        );
      }
      throw error;
    }
    const key = await this.#keys.create({
      projectId: id,
      name: 'First key',
      kind: 'single',
      scopes: ['ingest'],
    });
    return { project: await this.get(id), key };
  }
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
