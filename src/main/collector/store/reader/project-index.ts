import type { Log } from '../../log.ts';
import { UnreadableFileError } from '../day-file.ts';
import { SegmentError } from '../segment/segment-error.ts';
import { decodeTraceParts } from '../segment/trace-parts-codec.ts';
import type { DataFiles } from './data-files.ts';
import { Slices } from './slices.ts';
import { TraceIndex } from './trace-index.ts';
import { OneAtATime } from './one-at-a-time.ts';

/** Rows of `segment_parts` read at a time. */
const BATCH = 64;
/** The newest days of a project may still grow. */
const OPEN_DAYS = 2;

/**
 * The trace index of one project, kept level with its data files.
 *
 * Segment ids only grow within a file, so being level means having read every file up to its newest segment; a
 * segment committed before {@link refresh} was called is in the index when it resolves.
 */
export class ProjectIndex {
  readonly index = new TraceIndex();
  private readonly projectId: string;
  private readonly files: DataFiles;
  private readonly log: Log;
  /** Newest segment read of each day. */
  private readonly read = new Map<string, number>();
  /** The file that each day was read from. */
  private readonly paths = new Map<string, string>();
  /** Days read to their end that nothing is written to any more. */
  private readonly closed = new Set<string>();
  private readonly runs = new OneAtATime(() => this.catchUp());

  constructor(projectId: string, files: DataFiles, log: Log) {
    this.projectId = projectId;
    this.files = files;
    this.log = log;
  }

  /** Whether a file that was read is gone or another one now: the index must be built anew. */
  get outdated(): boolean {
    const files = this.files.list(this.projectId, 'traces');
    const days = new Set(files.map(({ day }) => day));
    const paths = new Set(files.map(({ path }) => path));
    // Days of which only the writer's notices are known have no file yet that was read.
    return (
      [...this.read.keys()].some((day) => !days.has(day)) ||
      [...this.paths.values()].some((path) => !paths.has(path))
    );
  }

  /** Reads what is missing, newest day first, in slices. */
  async refresh(): Promise<void> {
    return this.runs.run();
  }

  /**
   * Takes note that the records of a day up to a segment are in another file now, the same ones. Does nothing where
   * not all of them were read: then the index is outdated.
   */
  moved(day: string, through: number): void {
    const file = this.files.list(this.projectId, 'traces').find((each) => each.day === day);
    if (file !== undefined && this.paths.has(day) && (this.read.get(day) ?? 0) >= through) {
      this.paths.set(day, file.path);
    }
  }

  /** Takes a segment from the writer's notice, if it is the very next one of its day; else {@link refresh} reads it. */
  take(day: string, segmentId: number, parts: Uint8Array): void {
    if (segmentId === (this.read.get(day) ?? 0) + 1) this.add(day, segmentId, parts);
  }

  private async catchUp(): Promise<void> {
    const slices = new Slices();
    for (const [age, { day, path }] of this.files.list(this.projectId, 'traces').entries()) {
      if (this.closed.has(day)) continue;
      for (;;) {
        // Opened again after every pause: the file may have been closed meanwhile.
        const reader = this.files.open(path);
        const known = this.paths.get(day) ?? path;
        // Segments of another file have other numbers: what was read of the one before does not count for it.
        if (
          known !== path &&
          this.files.list(this.projectId, 'traces').some((file) => file.path === path)
        ) {
          throw new UnreadableFileError(
            'unavailable',
            known,
            `The data file ${known} was rewritten.`,
          );
        }
        this.paths.set(day, known);
        const after = this.read.get(day) ?? 0;
        if (reader === undefined || reader.lastSegment() <= after) break;
        const batch = reader.partsAfter(after, BATCH);
        if (batch.length === 0) break;
        for (const [segmentId, data] of batch) this.add(day, segmentId, data);
        if (slices.due) await slices.next();
      }
      if (age >= OPEN_DAYS) this.closed.add(day);
    }
  }

  private add(day: string, segmentId: number, data: Uint8Array): void {
    try {
      this.index.add(day, segmentId, decodeTraceParts(data));
    } catch (error) {
      if (!(error instanceof SegmentError)) throw error;
      this.log.warn('segment_damaged', { projectId: this.projectId, day, segmentId });
    }
    this.read.set(day, segmentId);
  }
}
