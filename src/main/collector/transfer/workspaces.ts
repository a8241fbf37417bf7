import type { ReadFile } from '../../../shared/contract/files.ts';
import { ReadFile as ReadFileSchema } from '../../../shared/contract/files.ts';
import type { FileReport } from '../../../shared/contract/file-report.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Actor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import { ProjectEraser } from '../projects/project-eraser.ts';
import type { TelemetryStore } from '../store/types.ts';
import { fileImported } from './audit-transfer.ts';
import type { Readings } from './readings.ts';

/** Workspaces one person has open at most. */
const MAX_WORKSPACES = 50;
/** Files noted of one workspace. */
const MAX_FILES = 500;
/** Problems kept with a file, of those its report held. */
const MAX_PROBLEMS = 100;

export interface StoredWorkspace {
  readonly projectId: string;
  readonly name: string;
  readonly openedMs: number;
  readonly openedBy: string;
  readonly files: readonly ReadFile[];
}

interface WorkspacesOptions {
  readonly catalog: Catalog;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly store: Pick<TelemetryStore, 'stats' | 'deleteProject' | 'past'>;
  readonly readings: Readings;
  readonly organizationId: string;
}

/**
 * Files that are looked at without a project. Each set is a row in `project` that belongs to a person: everything that
 * reads telemetry works on it, and nothing that administers projects sees it. It stays until it is closed.
 */
export class Workspaces {
  readonly #options: WorkspacesOptions;
  readonly #eraser: ProjectEraser;

  constructor(options: WorkspacesOptions) {
    this.#options = options;
    this.#eraser = new ProjectEraser(options.catalog, options.audit, options.store);
  }

  /** Of one person, or of everybody; the newest first. */
  async list(personId: string | null): Promise<StoredWorkspace[]> {
    const rows = await this.#rows()
      .$if(personId !== null, (query) => query.where('project.opened_by', '=', personId))
      .orderBy('workspace.opened_ms', 'desc')
      .execute();
    return rows.map(toWorkspace);
  }

  /** @throws AppError `not_found` for what is no workspace */
  async get(projectId: string): Promise<StoredWorkspace> {
    const row = await this.#rows().where('project.id', '=', projectId).executeTakeFirst();
    if (row !== undefined) return toWorkspace(row);
    throw new AppError('not_found', `There is no workspace ${projectId}.`);
  }

  /** @throws AppError `conflict` for one too many */
  async open(personId: string, name: string, actor: Actor): Promise<StoredWorkspace> {
    const { audit, clock, organizationId } = this.#options;
    if ((await this.list(personId)).length >= MAX_WORKSPACES) {
      throw new AppError('conflict', `${MAX_WORKSPACES} workspaces are open. Close one first.`);
    }
    const id = createRowId('prj');
    const now = clock.now();
    await audit.change(actor, async (tx) => {
      const project = { id, organization_id: organizationId, description: '', created_ms: now };
      // Its row needs a name that no project has; people are shown that of the workspace.
      await tx
        .insertInto('project')
        .values({ ...project, name: id, opened_by: personId })
        .execute();
      await tx
        .insertInto('workspace')
        .values({ project_id: id, name, opened_ms: now, files: '[]' })
        .execute();
      const entry = { action: 'workspace.opened', after: { files: 0 } } as const;
      return { answer: undefined, entries: [{ ...aboutWorkspace(id), ...entry }] };
    });
    return this.get(id);
  }

  /** Writes down what became of a file; where it was read into a workspace, there too. */
  async noteFile(
    projectId: string,
    name: string,
    report: FileReport,
    isWhole: boolean,
    actor: Actor,
  ): Promise<void> {
    const { audit, clock } = this.#options;
    await audit.change(actor, async (tx) => {
      const entries = [fileImported(projectId, report)];
      const row = await tx
        .selectFrom('workspace')
        .select('files')
        .where('project_id', '=', projectId)
        .executeTakeFirst();
      if (row === undefined) return { answer: undefined, entries };
      const file: ReadFile = {
        name,
        readAt: new Date(clock.now()).toISOString(),
        isWhole,
        report: { ...report, problems: report.problems.slice(0, MAX_PROBLEMS) },
      };
      const files = [...filesOf(row.files), file].slice(-MAX_FILES);
      await tx
        .updateTable('workspace')
        .set({ files: JSON.stringify(files) })
        .where('project_id', '=', projectId)
        .execute();
      return { answer: undefined, entries };
    });
  }

  /** Removes a workspace with all that was read into it. Interrupted, the next start goes on with it. */
  async close(projectId: string, actor: Actor): Promise<void> {
    const { audit, clock, store, readings } = this.#options;
    const { files } = await this.get(projectId);
    const [stats] = await store.stats(projectId);
    await audit.change(actor, async (tx) => {
      await tx
        .updateTable('project')
        .set({ deleting_ms: clock.now() })
        .where('id', '=', projectId)
        .execute();
      const { spans = 0, logs = 0, metrics = 0 } = stats ?? {};
      const before = { files: files.length, spans, logs, metrics };
      const entry = { ...aboutWorkspace(projectId), action: 'workspace.closed', before } as const;
      return { answer: undefined, entries: [entry] };
    });
    await readings.endProject(projectId);
    await this.#eraser.erase(projectId);
  }

  #rows() {
    return this.#options.catalog.db
      .selectFrom('workspace')
      .innerJoin('project', 'project.id', 'workspace.project_id')
      .select(['project.id', 'project.opened_by'])
      .select(['workspace.name', 'workspace.opened_ms', 'workspace.files'])
      .where('project.deleting_ms', 'is', null);
  }
}

function toWorkspace(row: {
  readonly id: string;
  readonly opened_by: string | null;
  readonly name: string;
  readonly opened_ms: number;
  readonly files: string;
}): StoredWorkspace {
  return {
    projectId: row.id,
    name: row.name,
    openedMs: row.opened_ms,
    openedBy: row.opened_by ?? '',
    files: filesOf(row.files),
  };
}

function filesOf(json: string): ReadFile[] {
  return ReadFileSchema.array().parse(JSON.parse(json));
}

function aboutWorkspace(projectId: string) {
  return { resource: 'workspace', resourceId: projectId, projectId } as const;
}
