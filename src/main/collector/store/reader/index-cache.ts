import type { Log } from '../../log.ts';
import type { NoticeMessage } from '../writer/protocol.ts';
import type { DataFiles } from './data-files.ts';
import { LruMap } from './lru-map.ts';
import { ProjectIndex } from './project-index.ts';
import type { TraceIndex } from './trace-index.ts';

/** The trace indexes of the projects in use, within a memory budget. */
export class IndexCache {
  private readonly files: DataFiles;
  private readonly log: Log;
  private readonly projects: LruMap<string, ProjectIndex>;

  constructor(files: DataFiles, log: Log, budgetBytes: number) {
    this.files = files;
    this.log = log;
    this.projects = new LruMap(budgetBytes);
  }

  /** The index of a project with everything that was committed before the call. Throws `AppError`. */
  async fresh(projectId: string): Promise<TraceIndex> {
    let project = this.projects.get(projectId);
    if (project === undefined || project.outdated) {
      project = new ProjectIndex(projectId, this.files, this.log);
      this.projects.set(projectId, project, project.index.bytes);
    }
    await project.refresh();
    this.projects.set(projectId, project, project.index.bytes);
    return project.index;
  }

  /** Drops the index of a project. */
  forget(projectId: string): void {
    this.projects.delete(projectId);
  }

  /** See `ProjectIndex.moved`. */
  moved(projectId: string, day: string, through: number): void {
    this.projects.peek(projectId)?.moved(day, through);
  }

  /** Keeps loaded indexes up to date with what the writer commits; others stay unloaded. */
  notice(message: NoticeMessage): void {
    if (message.kind === 'project-deleted') {
      this.forget(message.projectId);
      return;
    }
    for (const { projectId, signal, day, segmentId, parts } of message.segments) {
      if (signal === 'traces') this.projects.peek(projectId)?.take(day, segmentId, parts);
    }
  }
}
