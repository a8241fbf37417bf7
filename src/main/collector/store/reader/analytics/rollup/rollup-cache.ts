import type { DataFiles } from '../../data-files.ts';
import { LruMap } from '../../lru-map.ts';
import { ProjectRollup } from './project-rollup.ts';
import type { SpanRollup } from './span-rollup.ts';

/** Memory for the roll-ups of all projects together, bytes; of one project as well. */
const BUDGET_BYTES = 64 * 1024 * 1024;

/** The roll-ups of the projects in use, within a memory budget. */
export class RollupCache {
  private readonly files: DataFiles;
  private readonly projects = new LruMap<string, ProjectRollup>(BUDGET_BYTES);

  constructor(files: DataFiles) {
    this.files = files;
  }

  /** With everything that was committed before the call; undefined for a project that would take too much memory. */
  async fresh(projectId: string): Promise<SpanRollup | undefined> {
    let project = this.projects.get(projectId);
    if (project === undefined || project.outdated) {
      project = new ProjectRollup(projectId, this.files, BUDGET_BYTES);
      this.projects.set(projectId, project);
    }
    await project.refresh();
    // Another one may have taken its place meanwhile.
    if (this.projects.peek(projectId) === project) {
      this.projects.set(projectId, project, project.rollup?.bytes ?? 1);
    }
    return project.rollup;
  }

  forget(projectId: string): void {
    this.projects.delete(projectId);
  }
}
