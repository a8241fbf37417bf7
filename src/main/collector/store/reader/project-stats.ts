import { statSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import type { Signal } from '../../otlp/types.ts';
import { isSettled, SIGNALS } from '../day-files.ts';
import type { ProjectStats } from '../types.ts';
import type { DataFiles } from './data-files.ts';

interface FileStats {
  /** Sizes and times of the file and its log: unchanged means nothing was written. Absent: that cannot be told. */
  readonly state: string | undefined;
  readonly bytes: number;
  readonly records: number;
  readonly lastCommitMs: number;
}

/** Sizes and counts of projects; a file is looked into again only after it changed. */
export class StatsReader {
  private readonly files: DataFiles;
  /** By project and path. */
  private readonly known = new Map<string, ReadonlyMap<string, FileStats>>();

  constructor(files: DataFiles) {
    this.files = files;
  }

  /** Of every project with a folder, or of the one named. Throws `AppError` when a file is damaged. */
  read(projectId?: string): ProjectStats[] {
    const folders = this.files.projects();
    for (const known of this.known.keys()) {
      if (!folders.includes(known)) this.known.delete(known);
    }
    return folders
      .filter((folder) => projectId === undefined || folder === projectId)
      .map((folder) => this.readProject(folder));
  }

  private readProject(projectId: string): ProjectStats {
    const known = this.known.get(projectId);
    const seen = new Map<string, FileStats>();
    const stats = { projectId, spans: 0, logs: 0, metrics: 0, bytes: 0, lastCommitMs: 0 };
    for (const signal of SIGNALS) {
      for (const { path } of this.list(projectId, signal)) {
        const file = this.readFile(path, known?.get(path));
        if (file === undefined) continue;
        seen.set(path, file);
        stats.bytes += file.bytes;
        stats[signal === 'traces' ? 'spans' : signal] += file.records;
        stats.lastCommitMs = Math.max(stats.lastCommitMs, file.lastCommitMs);
      }
    }
    this.known.set(projectId, seen);
    return stats;
  }

  /** A folder that cannot be read keeps those of others from nothing; doctor names it. */
  private list(projectId: string, signal: Signal): { path: string }[] {
    try {
      return this.files.list(projectId, signal);
    } catch (error) {
      if (error instanceof AppError) return [];
      throw error;
    }
  }

  private readFile(path: string, known: FileStats | undefined): FileStats | undefined {
    const file = statSync(path, { throwIfNoEntry: false });
    if (file === undefined) return undefined;
    const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
    const state = `${file.size} ${file.mtimeMs} ${log?.size} ${log?.mtimeMs}`;
    if (known?.state === state) return known;
    const isTold = isSettled(file) && (log === undefined || isSettled(log));
    const totals = this.files.open(path)?.totals() ?? { records: 0, lastCommitMs: 0 };
    return { state: isTold ? state : undefined, bytes: file.size + (log?.size ?? 0), ...totals };
  }
}
