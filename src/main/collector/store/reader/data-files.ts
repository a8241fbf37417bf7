import type { Signal } from '../../otlp/types.ts';
import { listDayFiles, listProjectFolders } from '../day-files.ts';
import { DayReader } from './day-reader.ts';
import { LruMap } from './lru-map.ts';

/** Files kept open at a time. */
const OPEN_FILES = 32;

export interface DataFilesOptions {
  readonly dataDir: string;
  readonly nativeBinding?: string | undefined;
}

/** A data file opened for reading. */
export interface OpenDay {
  readonly day: string;
  readonly reader: DayReader;
}

/** The data files of all projects, opened as they are needed. */
export class DataFiles {
  private readonly options: DataFilesOptions;
  private readonly readers = new LruMap<string, DayReader>(OPEN_FILES, (reader) => reader.close());

  constructor(options: DataFilesOptions) {
    this.options = options;
  }

  projects(): string[] {
    return listProjectFolders(this.options.dataDir);
  }

  /** Paths of a project's files of one signal, newest day first. */
  list(projectId: string, signal: Signal): { day: string; path: string }[] {
    return listDayFiles(this.options.dataDir, projectId, signal);
  }

  /**
   * Files of a project and signal, newest day first, or oldest first.
   *
   * A reader is good until the next await: by then it may have been closed to make room for others.
   */
  *days(
    projectId: string,
    signal: Signal,
    order: 'newest' | 'oldest' = 'newest',
  ): IterableIterator<OpenDay> {
    const files = this.list(projectId, signal);
    for (const { day, path } of order === 'newest' ? files : files.toReversed()) {
      const reader = this.open(path);
      if (reader) yield { day, reader };
    }
  }

  /** A file by path; undefined when it has no tables yet. Throws `AppError`. */
  open(path: string): DayReader | undefined {
    const known = this.readers.get(path);
    if (known !== undefined) return known;
    const reader = DayReader.open(path, this.options);
    if (reader !== undefined) this.readers.set(path, reader);
    return reader;
  }

  close(): void {
    this.readers.clear();
  }
}
