import type { Signal } from '../../otlp/types.ts';
import { dayFilePath, dayOf, generationOf, listDayFiles, type DayFile } from '../day-files.ts';
import { OpenFile, type TimeRange } from './open-file.ts';

/** Day files held open at once over all projects. */
const MAX_OPEN = 24;
const DAY_MS = 86_400_000;
/** How long nobody tries again to open a file that could not be opened, ms. */
const LEFT_OUT_MS = 60_000;

interface Shelf {
  /** Newest first. */
  days: DayFile[];
  /** Day being written in this process, see {@link dayToWrite}. */
  writing: string;
  /** By day whose file was removed: the generation that a new one begins with, as readers may know the old one. */
  readonly next: Map<string, number>;
}

/**
 * The day that records are written to which arrive now. A clock that steps back stays on the day that is written, unless
 * that one lies ahead of where the clock was before and is again: else all that comes from then on would be stored under
 * a date that is yet to come, which is never over.
 */
function dayToWrite({ days, writing }: Pick<Shelf, 'days' | 'writing'>, nowMs: number): string {
  const today = dayOf(nowMs);
  if (today >= writing) return today;
  const isAhead = writing > dayOf(nowMs + DAY_MS);
  const before = days.find(({ day }) => day < writing);
  return isAhead && before !== undefined && before.day <= today ? today : writing;
}

/** Which day files exist, and a bounded number of them open. */
export class ProjectFiles {
  readonly #dataDir: string;
  readonly #nativeBinding: string | undefined;
  readonly #shelves = new Map<string, Shelf>();
  /** By path; least recently used first. */
  readonly #open = new Map<string, OpenFile>();
  readonly #ranges = new Map<string, TimeRange>();
  /** By path, when they may be tried again, ms of running. */
  readonly #leftOut = new Map<string, number>();

  constructor(dataDir: string, nativeBinding?: string) {
    this.#dataDir = dataDir;
    this.#nativeBinding = nativeBinding;
  }

  /** Files open now, least recently used first. */
  get opened(): readonly OpenFile[] {
    return [...this.#open.values()];
  }

  /** The file for records that arrive now. */
  current(projectId: string, signal: Signal, nowMs: number): OpenFile {
    const shelf = this.#shelf(projectId, signal);
    const day = dayToWrite(shelf, nowMs);
    shelf.writing = day;
    const known = shelf.days.find((each) => each.day === day);
    const generation = shelf.next.get(day) ?? 0;
    const file = known ?? {
      day,
      path: dayFilePath(this.#dataDir, projectId, signal, day, generation),
    };
    const opened = this.#take(file);
    this.#ranges.delete(file.path);
    if (!known) shelf.days = [...shelf.days, file].sort((a, b) => (a.day < b.day ? 1 : -1));
    return opened;
  }

  /**
   * Lets go of the file that is written now if it is no longer in its place: what is written to a removed file is lost.
   *
   * @returns its path, undefined where all is as it should be
   */
  dropLost(projectId: string, signal: Signal, nowMs: number): string | undefined {
    const shelf = this.#shelf(projectId, signal);
    const today = dayToWrite(shelf, nowMs);
    const file = shelf.days.find(({ day }) => day === today);
    const opened = file && this.#open.get(file.path);
    const place = opened?.place() ?? 'own';
    if (place === 'own') return undefined;
    this.replace(projectId, signal, file!, place === 'other' ? file : undefined);
    return file!.path;
  }

  /** The file of a day; undefined when there is none. */
  find(projectId: string, signal: Signal, day: string): DayFile | undefined {
    return this.#shelf(projectId, signal).days.find((known) => known.day === day);
  }

  /** Where a day that is written anew goes. */
  nextPath(projectId: string, signal: Signal, { day, path }: DayFile): string {
    return dayFilePath(this.#dataDir, projectId, signal, day, generationOf(path) + 1);
  }

  /** Closes the file of a day and forgets it, or has another one take its place from now on. */
  replace(projectId: string, signal: Signal, { day, path }: DayFile, by?: DayFile): void {
    // First of all: whatever fails now, nothing more is written to the old file.
    const shelf = this.#shelf(projectId, signal);
    shelf.next.set(day, generationOf(path) + 1);
    shelf.days = shelf.days.flatMap((known) => (known.day === day ? (by ?? []) : known));
    this.#ranges.delete(path);
    const opened = this.#open.get(path);
    if (opened) this.release(opened);
  }

  /**
   * Files in which a record of these times may have been stored before: the one that is written and the one before it
   * always, others if their times include it. Newest first.
   */
  candidates(projectId: string, signal: Signal, fromUs: number, toUs: number): readonly DayFile[] {
    const { days, writing } = this.#shelf(projectId, signal);
    if (days.length <= 2) return days.filter((file) => !this.#isLeftOut(file));
    const latest = Math.max(
      0,
      days.findIndex(({ day }) => day === writing),
    );
    const files: DayFile[] = [];
    // A record arrives, give or take a wrong clock, after its own time.
    const oldest = dayOf(Math.max(0, Math.min(fromUs / 1000, 8.64e15) - DAY_MS));
    for (const [i, file] of days.entries()) {
      const isRecent = i === latest || i === latest + 1;
      if (!isRecent && file.day < oldest && i > latest) break;
      if (this.#isLeftOut(file)) continue;
      if (isRecent || this.#mayHold(file, fromUs, toUs)) files.push(file);
    }
    return files;
  }

  /** A file that cannot be opened is no candidate for a while: each trace would wait for it. */
  leaveOut({ path }: DayFile): void {
    this.#leftOut.set(path, performance.now() + LEFT_OUT_MS);
  }

  #isLeftOut({ path }: DayFile): boolean {
    return (this.#leftOut.get(path) ?? -Infinity) > performance.now();
  }

  /** Whether there are files but those two that are always looked into, see {@link candidates}. */
  hasOlder(projectId: string, signal: Signal): boolean {
    return this.#shelf(projectId, signal).days.length > 2;
  }

  /** The file, open until others push it out: for use at once. */
  open(file: DayFile): OpenFile {
    return this.#take(file);
  }

  /** Closes a file, so that the next use opens it anew. */
  release(file: OpenFile): void {
    this.#open.delete(file.path);
    file.close();
  }

  /** Closes and forgets everything of a project. */
  releaseProject(projectId: string): void {
    for (const signal of ['traces', 'logs', 'metrics'] as const) {
      for (const { path } of this.#shelf(projectId, signal).days) {
        const file = this.#open.get(path);
        if (file) this.release(file);
        this.#ranges.delete(path);
      }
      this.#shelves.delete(`${projectId}/${signal}`);
    }
  }

  #shelf(projectId: string, signal: Signal): Shelf {
    const key = `${projectId}/${signal}`;
    let shelf = this.#shelves.get(key);
    if (!shelf) {
      shelf = {
        days: listDayFiles(this.#dataDir, projectId, signal),
        writing: '',
        next: new Map(),
      };
      this.#shelves.set(key, shelf);
    }
    return shelf;
  }

  /** Whether its times include these; also where it cannot be read: whoever looks into it finds out why. */
  #mayHold(file: DayFile, fromUs: number, toUs: number): boolean {
    try {
      const range = this.#ranges.get(file.path) ?? this.#take(file).range();
      this.#ranges.set(file.path, range);
      return range.minUs <= toUs && range.maxUs >= fromUs;
    } catch {
      return true;
    }
  }

  #take(file: DayFile): OpenFile {
    const known = this.#open.get(file.path);
    const opened = known ?? new OpenFile(file, this.#nativeBinding);
    // Moving it to the end keeps the map in order of use.
    this.#open.delete(file.path);
    this.#open.set(file.path, opened);
    if (this.#open.size > MAX_OPEN) this.#closeOldest();
    return opened;
  }

  #closeOldest(): void {
    for (const file of this.#open.values()) {
      if (file.db.inTransaction) continue;
      this.release(file);
      return;
    }
  }
}
