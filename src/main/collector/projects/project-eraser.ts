import { systemActor } from '../audit/actor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { endsWithProject } from '../redaction/past/job-entries.ts';
import { deletionsEndWithProject, settleDeletions } from '../retention/deletion-row.ts';
import type { TelemetryStore } from '../store/types.ts';
import { projectEntry } from './project-rows.ts';

/** Finishes the deletion of projects that the catalog says are being deleted: files first, then rows. */
export class ProjectEraser {
  readonly #catalog: Catalog;
  readonly #audit: AuditTrail;
  readonly #store: Pick<TelemetryStore, 'deleteProject' | 'past'>;

  constructor(
    catalog: Catalog,
    audit: AuditTrail,
    store: Pick<TelemetryStore, 'deleteProject' | 'past'>,
  ) {
    this.#catalog = catalog;
    this.#audit = audit;
    this.#store = store;
  }

  /** Resolves when nothing of it is left. Doing it again, after any interruption, does what is left to do. */
  async erase(projectId: string): Promise<void> {
    const row = await this.#catalog.db
      .selectFrom('project')
      .selectAll()
      .where('id', '=', projectId)
      .where('deleting_ms', 'is not', null)
      .executeTakeFirst();
    if (row === undefined) return;
    const settle = () => settleDeletions(this.#catalog, projectId, this.#store.past);
    await this.#store.deleteProject(projectId, settle);
    await this.#audit.change(systemActor('deletion'), async (tx) => {
      const ends = [
        ...(await endsWithProject(tx, projectId)),
        ...(await deletionsEndWithProject(tx, projectId)),
      ];
      // Its keys go with it, and what was said of its traces.
      await tx.deleteFrom('project').where('id', '=', projectId).execute();
      return { answer: undefined, entries: [...ends, projectEntry('project.erased', row, null)] };
    });
    // Rows were overwritten in the file; now they leave the log as well.
    await this.#catalog.emptyLog();
  }
}
