import { sql } from 'kysely';
import type { NewKey } from '../../../shared/contract/keys.ts';
import type { ProjectContents } from '../../../shared/contract/projects.ts';
import { systemActor, type Actor } from '../audit/actor.ts';
import type { AuditTrail, Change, CatalogTransaction } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import type { KeyService } from '../keys/key-service.ts';
import { summarizeKeys } from '../keys/key-summaries.ts';
import type { Log } from '../log.ts';
import { requireNoHold } from '../retention/rule-rows.ts';
import type { TelemetryStore } from '../store/types.ts';
import { readKeptTimes } from './kept-time.ts';
import { ProjectEraser } from './project-eraser.ts';
import {
  countMembers,
  projectEntry,
  projectRowOf,
  refuseDefault,
  requireConfirmed,
  toProject,
  withName,
  type ProjectRow,
  type StoredProject,
} from './project-rows.ts';

export const DEFAULT_PROJECT_NAME = 'Default Project';

const KEYLESS = 'telemetry without a key goes there';

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
  readonly #store: Pick<TelemetryStore, 'stats' | 'deleteProject' | 'past'>;
  readonly #eraser: ProjectEraser;
  /** Why a project takes no data; asked for every request, so kept in memory. */
  readonly #closed = new Map<string, string>();

  constructor(
    catalog: Catalog,
    clock: Clock,
    audit: AuditTrail,
    keys: KeyService,
    store: Pick<TelemetryStore, 'stats' | 'deleteProject' | 'past'>,
  ) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
    this.#keys = keys;
    this.#store = store;
    this.#eraser = new ProjectEraser(catalog, audit, store);
  }

  /** The organization this instance began with: what belongs to none in particular goes there. */
  async firstOrganization(): Promise<string> {
    const { id } = await this.#catalog.db
      .selectFrom('organization')
      .select('id')
      .orderBy('created_ms')
      .orderBy(sql`rowid`)
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
      return { answer: project.id, entries: [projectEntry('project.created', null, project)] };
    });
  }

  /** Takes up what the last run left: which projects are archived, and deletions it did not finish. */
  async resume(log: Log): Promise<void> {
    const rows = await this.#catalog.db
      .selectFrom('project')
      .selectAll()
      .where(({ or, eb }) =>
        or([eb('archived_ms', 'is not', null), eb('deleting_ms', 'is not', null)]),
      )
      .execute();
    for (const row of rows) {
      if (row.deleting_ms === null) this.#closed.set(row.id, archivedReason(row));
      else {
        this.#shut(row.id);
        await this.#eraser.erase(row.id).catch((error: unknown) => {
          // It stays shut, and the start after this one tries again.
          const reason = error instanceof Error ? error.message : String(error);
          log.error('project_deletion_unfinished', { projectId: row.id, reason });
        });
      }
    }
  }

  /** Why a project takes no data now; undefined when it does. */
  closedReason(projectId: string): string | undefined {
    return this.#closed.get(projectId);
  }

  /** Archived ones are among them; those whose deletion has begun are not. */
  async list(): Promise<StoredProject[]> {
    const rows = await this.#catalog.db
      .selectFrom('project')
      .selectAll()
      .where('deleting_ms', 'is', null)
      .where('opened_by', 'is', null)
      .orderBy('created_ms')
      .orderBy(sql`rowid`)
      .execute();
    const keys = await summarizeKeys(this.#catalog.db, this.#clock.now());
    const stats = new Map((await this.#store.stats()).map((entry) => [entry.projectId, entry]));
    const members = await countMembers(this.#catalog.db);
    const keptFor = await readKeptTimes(this.#catalog.db);
    return rows.map((row) => {
      const { id } = row;
      return toProject(row, keys.get(id), stats.get(id), members.get(id) ?? 0, keptFor(id));
    });
  }

  /** @throws AppError `not_found` */
  async get(projectId: string): Promise<StoredProject> {
    const row = await projectRowOf(this.#catalog.db, projectId);
    const [stats] = await this.#store.stats(projectId);
    const keys = await summarizeKeys(this.#catalog.db, this.#clock.now(), projectId);
    const members = await countMembers(this.#catalog.db, projectId);
    const keptFor = await readKeptTimes(this.#catalog.db, projectId);
    const memberCount = members.get(projectId) ?? 0;
    return toProject(row, keys.get(projectId), stats, memberCount, keptFor(projectId));
  }

  /**
   * Makes a project and its first key, which may ingest and nothing else.
   *
   * @throws AppError `conflict` when a project has this name already, letter case ignored
   */
  async create(
    { organizationId, name, description, ownerId }: ProjectRequest,
    actor: Actor,
  ): Promise<{ project: StoredProject; key: NewKey }> {
    const project = this.#newRow(organizationId, name, description, 0);
    const written = await this.#audit.change(actor, async (tx) => {
      await withName(name, () => tx.insertInto('project').values(project).execute());
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
      const key = await this.#keys.write(
        tx,
        { projectId: project.id, name: 'First key', kind: 'single', scopes: ['ingest'] },
        actor,
      );
      return { answer: key, entries: [projectEntry('project.created', null, project), key.entry] };
    });
    const key = this.#keys.admit(written);
    return { project: await this.get(project.id), key };
  }

  /**
   * Renames or describes a project; what is undefined stays.
   *
   * @throws AppError `conflict` when another project has the name
   */
  async update(
    projectId: string,
    wanted: { readonly name?: string | undefined; readonly description?: string | undefined },
    actor: Actor,
  ): Promise<StoredProject> {
    const row = await this.#change(projectId, actor, 'project.updated', async (_tx, before) => ({
      name: wanted.name ?? before.name,
      description: wanted.description ?? before.description,
    }));
    if (row.archived_ms !== null) this.#closed.set(projectId, archivedReason(row));
    return this.get(projectId);
  }

  /**
   * Takes no more data; reading goes on. Doing it twice changes nothing.
   *
   * @throws AppError `conflict` for the Default Project
   */
  async archive(projectId: string, actor: Actor): Promise<StoredProject> {
    const row = await this.#change(projectId, actor, 'project.archived', async (_tx, before) => {
      refuseDefault(before, 'archived', KEYLESS);
      return { archived_ms: before.archived_ms ?? this.#clock.now() };
    });
    this.#closed.set(projectId, archivedReason(row));
    return this.get(projectId);
  }

  /** Takes data again. */
  async restore(projectId: string, actor: Actor): Promise<StoredProject> {
    await this.#change(projectId, actor, 'project.restored', async () => ({ archived_ms: null }));
    this.#closed.delete(projectId);
    return this.get(projectId);
  }

  /** Everything that would go with a project. */
  async contents(projectId: string): Promise<ProjectContents> {
    await projectRowOf(this.#catalog.db, projectId);
    const { keys } = await this.#catalog.db
      .selectFrom('api_key')
      .select(({ fn }) => fn.countAll<number>().as('keys'))
      .where('project_id', '=', projectId)
      .executeTakeFirstOrThrow();
    const [stats] = await this.#store.stats(projectId);
    const { spans = 0, logs = 0, metrics = 0, bytes = 0 } = stats ?? {};
    return { spans, logs, metrics, keys, bytes };
  }

  /**
   * Removes a project, its telemetry and its keys for good.
   *
   * The catalog says so first; then files go, then the row. Whatever interrupts it, the next start goes on with it.
   * @param confirm the project's name
   * @throws AppError `invalid` when the name is another one, `conflict` for the Default Project
   */
  async delete(projectId: string, confirm: string, actor: Actor): Promise<ProjectContents> {
    const contents = await this.contents(projectId);
    await this.#audit.change(actor, async (tx) => {
      const before = await projectRowOf(tx, projectId);
      refuseDefault(before, 'deleted', KEYLESS);
      await requireNoHold(tx, projectId);
      requireConfirmed(before, confirm, 'Nothing was deleted.');
      await tx
        .updateTable('project')
        // Its name is free for another project from now on.
        .set({ deleting_ms: this.#clock.now(), name: projectId })
        .where('id', '=', projectId)
        .execute();
      const entries = [projectEntry('project.deleted', before, null, contents)];
      return { answer: undefined, entries };
    });
    this.#shut(projectId);
    await this.#eraser.erase(projectId);
    return contents;
  }

  /** From now on nobody sends to it or reads from it. */
  #shut(projectId: string): void {
    this.#closed.set(projectId, `The project ${projectId} was deleted.`);
    this.#keys.ring.removeProject(projectId);
  }

  /** Changes columns of a project, with an entry if anything is another than before. Answers the new row. */
  #change(
    projectId: string,
    actor: Actor,
    action: 'project.updated' | 'project.archived' | 'project.restored',
    change: (
      tx: CatalogTransaction,
      before: ProjectRow,
    ) => Promise<Partial<Pick<ProjectRow, 'name' | 'description' | 'archived_ms'>>>,
  ): Promise<ProjectRow> {
    return this.#audit.change(actor, async (tx): Promise<Change<ProjectRow>> => {
      const before = await projectRowOf(tx, projectId);
      const wanted = await change(tx, before);
      const after = { ...before, ...wanted };
      if (JSON.stringify(after) === JSON.stringify(before)) return { answer: before, entries: [] };
      await withName(after.name, () =>
        tx.updateTable('project').set(wanted).where('id', '=', projectId).execute(),
      );
      return { answer: after, entries: [projectEntry(action, before, after)] };
    });
  }

  #newRow(
    organization_id: string,
    name: string,
    description: string,
    is_default: 0 | 1,
  ): ProjectRow {
    return {
      id: createRowId('prj'),
      organization_id,
      name,
      description,
      is_default,
      created_ms: this.#clock.now(),
      archived_ms: null,
      deleting_ms: null,
      external_allowed: 0,
      opened_by: null,
    };
  }
}

function archivedReason(row: ProjectRow): string {
  return `The project "${row.name}" is archived and takes no data. Restore it, or send with a key of another project.`;
}
