import type { DataFiles } from '../../data-files.ts';
import { LruMap } from '../../lru-map.ts';
import { ProjectRollup } from './project-rollup.ts';

/** Memory for the roll-ups of all projects together, bytes; of one project as well. */
const BUDGET_BYTES = 64 * 1024 * 1024;
/** How long spans are kept one by one when nobody asks for charts, ms. */
const REST_MS = 5 * 60_000;

/** The roll-ups of the projects in use, within a memory budget. */
export class RollupCache {
  private readonly files: DataFiles;
  private readonly budgetBytes: number;
  private readonly projects: LruMap<string, ProjectRollup>;
  private resting: NodeJS.Timeout | undefined;

  constructor(files: DataFiles, budgetBytes = BUDGET_BYTES) {
    this.files = files;
    this.budgetBytes = budgetBytes;
    this.projects = new LruMap(budgetBytes);
  }

  /** With everything that was committed before the call; without a roll-up where it would take too much memory. */
  async fresh(projectId: string): Promise<ProjectRollup> {
    this.resting ??= setTimeout(() => this.rest(), REST_MS).unref();
    this.resting.refresh();
    let project = this.projects.get(projectId);
    if (project === undefined || project.outdated) {
      project = new ProjectRollup(projectId, this.files, this.budgetBytes);
      this.projects.set(projectId, project);
    }
    await project.refresh();
    // Another one may have taken its place meanwhile.
    if (this.projects.peek(projectId) === project) {
      this.projects.set(projectId, project, project.bytes);
    }
    return project;
  }

  /** Gives back the memory of all that can be read anew in little time. */
  rest(): void {
    for (const projectId of this.projects.keys()) {
      const project = this.projects.peek(projectId)!;
      project.rest();
      this.projects.set(projectId, project, project.bytes);
    }
  }

  forget(projectId: string): void {
    this.projects.delete(projectId);
  }
}
