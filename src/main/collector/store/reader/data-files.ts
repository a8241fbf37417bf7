import { existsSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import type { Signal } from '../../otlp/types.ts';
import { UnreadableFileError } from '../day-file.ts';
import { listDayFiles, listProjectFolders, projectFolder, SIGNALS } from '../day-files.ts';
import { DayReader } from './day-reader.ts';
import { LruMap } from './lru-map.ts';

/** Files kept open at a time. */
const OPEN_FILES = 32;
/** How long a file is left out that the system does not let anybody read, ms: the next look may take its time. */
const LEFT_OUT_MS = 5 * 60_000;

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
  /**
   * Files that turned out unreadable, and when they are looked at again, ms of running: damaged ones after a restart.
   */
  private readonly aside = new Map<string, number>();
  private readonly readers = new LruMap<string, DayReader>(OPEN_FILES, (reader) => reader.close());

  constructor(options: DataFilesOptions) {
    this.options = options;
  }

  projects(): string[] {
    return listProjectFolders(this.options.dataDir);
  }

  /** Paths of a project's files of one signal, newest day first. @throws AppError where their folder cannot be read */
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

  /**
   * Leaves a file out from now on, so that it does not keep the others from being read. False if it is already, or
   * was removed or rewritten since it was listed.
   */
  setAside({ path, code }: UnreadableFileError): boolean {
    if (this.aside.has(path)) return false;
    this.aside.set(path, code === 'unavailable' ? performance.now() + LEFT_OUT_MS : Infinity);
    this.readers.delete(path);
    return existsSync(path);
  }

  /** Projects of which files may be read again that were left out. */
  *due(): IterableIterator<string> {
    for (const [path, dueAt] of this.aside) {
      if (dueAt <= performance.now()) yield basename(dirname(dirname(path)));
    }
  }

  /** Whether a file was left out by {@link setAside}. */
  isAside(path: string): boolean {
    return this.aside.has(path);
  }

  /** Whether a file of a project was left out. */
  hasAside(projectId: string): boolean {
    const folder = projectFolder(this.options.dataDir, projectId) + sep;
    return [...this.aside.keys()].some((path) => path.startsWith(folder));
  }

  /** Closes the files of a project, so that their space is freed once they are removed. */
  forget(projectId: string): void {
    const folder = projectFolder(this.options.dataDir, projectId) + sep;
    for (const path of this.readers.keys()) if (path.startsWith(folder)) this.readers.delete(path);
    for (const path of this.aside.keys()) if (path.startsWith(folder)) this.aside.delete(path);
  }

  /** Closes the files of a project that were removed, so that their space is freed. */
  release(projectId: string): void {
    const folder = projectFolder(this.options.dataDir, projectId) + sep;
    for (const path of this.readers.keys()) {
      if (path.startsWith(folder) && !existsSync(path)) this.readers.delete(path);
    }
  }

  /** Reads the head of every file of a project, so that an unreadable one is met before anything is given out. */
  touch(projectId: string): void {
    for (const signal of SIGNALS) {
      for (const { reader } of this.days(projectId, signal)) reader.totals();
    }
  }

  /** Opens a file for a check, set aside or not; the caller closes it. Throws `AppError`. */
  inspect(path: string): DayReader | undefined {
    return DayReader.open(path, this.options);
  }

  /** A file by path; undefined when it has no tables yet or was set aside. Throws `AppError`. */
  open(path: string): DayReader | undefined {
    if (this.aside.has(path)) return undefined;
    const known = this.readers.get(path);
    if (known !== undefined) return known;
    const reader = DayReader.open(path, this.options);
    if (reader !== undefined) this.readers.set(path, reader);
    return reader;
  }

  /**
   * A file that was open before the last await. Throws `UnreadableFileError` when it was set aside meanwhile, so that
   * the call is made again without it.
   */
  reopen(path: string): DayReader {
    const reader = this.open(path);
    if (reader !== undefined) return reader;
    throw new UnreadableFileError(
      'internal',
      path,
      `The data file ${path} cannot be read any more.`,
    );
  }

  close(): void {
    this.readers.clear();
  }
}
