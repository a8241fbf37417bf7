import { statSync } from 'node:fs';
import { SIGNALS } from '../day-files.ts';
import type { ProjectStats } from '../types.ts';
import type { DataFiles } from './data-files.ts';

interface FileStats {
  /** Sizes and times of the file and its log: unchanged means nothing was written. */
  readonly state: string;
  readonly bytes: number;
  readonly records: number;
  readonly lastCommitMs: number;
}

/** Sizes and counts of projects; a file is looked into again only after it changed. */
export class StatsReader {
  private readonly files: DataFiles;
  private known = new Map<string, FileStats>();

  constructor(files: DataFiles) {
    this.files = files;
  }

  /** Throws `AppError` when a file is damaged. */
  read(): ProjectStats[] {
    const seen = new Map<string, FileStats>();
    const projects = this.files.projects().map((projectId) => {
      const stats = { projectId, spans: 0, bytes: 0, lastCommitMs: 0 };
      for (const signal of SIGNALS) {
        for (const { path } of this.files.list(projectId, signal)) {
          const file = this.readFile(path);
          if (file === undefined) continue;
          seen.set(path, file);
          stats.bytes += file.bytes;
          if (signal === 'traces') stats.spans += file.records;
          stats.lastCommitMs = Math.max(stats.lastCommitMs, file.lastCommitMs);
        }
      }
      return stats;
    });
    this.known = seen;
    return projects;
  }

  private readFile(path: string): FileStats | undefined {
    const file = statSync(path, { throwIfNoEntry: false });
    if (file === undefined) return undefined;
    const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
    const state = `${file.size} ${file.mtimeMs} ${log?.size} ${log?.mtimeMs}`;
    const known = this.known.get(path);
    if (known?.state === state) return known;
    const totals = this.files.open(path)?.totals() ?? { records: 0, lastCommitMs: 0 };
    return { state, bytes: file.size + (log?.size ?? 0), ...totals };
  }
}
