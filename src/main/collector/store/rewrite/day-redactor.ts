import type { ActivePolicy } from '../../redaction/policy.ts';
import { createRedactor, loadRedaction } from '../../redaction/redact.ts';
import type { RedactionCount } from '../../redaction/redaction-count.ts';
import { ReportCounts } from '../../redaction/report-counts.ts';
import { generationOf, type DayFile } from '../day-files.ts';
import { dayFileError } from '../day-file.ts';
import type { DayReader } from '../reader/day-reader.ts';
import { copySegment, insertInPlaceOf } from './copy-segment.ts';
import { openDay } from './open-day.ts';
import { Pace } from './pace.ts';
import { rebuildSegment } from './rebuild-segment.ts';
import { segmentsOf } from './records-of.ts';
import { redactSegment } from './redact-segment.ts';
import { StagedFile } from './staged-file.ts';
import type { DayPlace } from './types.ts';

/** How long one call of {@link DayRedactor.examine} works, ms: what a kill makes it do again at most. */
const SLICE_MS = 400;
/** Times a growing file is followed up; the little that came during the last one is the writer's to add. */
const MAX_ROUNDS = 6;
/** Progress is told once in so many ms. */
const TELL_EVERY_MS = 250;

/** What redaction found in a stretch of a day. */
export interface Examined {
  /** Segments up to this id were gone through. */
  readonly through: number;
  readonly isLast: boolean;
  /** Live records gone through. */
  readonly records: number;
  readonly counts: readonly RedactionCount[];
  /** How often the day was written anew before: ids of segments hold for one time. */
  readonly generation: number;
}

/** A day as redaction leaves it, for the writer to put in its place. */
export interface StagedRedaction {
  /** Undefined when no byte changes, or it was cancelled. */
  readonly staged: string | undefined;
  readonly through: number;
  readonly records: number;
  readonly counts: readonly RedactionCount[];
  readonly isCancelled: boolean;
}

/** How a long call talks with who asked. */
export interface CallTies {
  readonly tell: (records: number) => void;
  readonly isCancelled: () => boolean;
}

/** Sends stored days through redaction; changes no file that readers know. */
export class DayRedactor {
  readonly #dataDir: string;
  readonly #nativeBinding: string | undefined;

  constructor(dataDir: string, nativeBinding: string | undefined) {
    this.#dataDir = dataDir;
    this.#nativeBinding = nativeBinding;
  }

  /** Counts what would be found after a segment, up to another one, for some time. A damaged segment ends it. */
  async examine(
    place: DayPlace,
    policy: ActivePolicy,
    afterId: number,
    upToId: number,
  ): Promise<Examined> {
    await loadRedaction();
    const { path, reader } = openDay(this.#dataDir, place, this.#nativeBinding);
    try {
      const redactor = createRedactor(policy);
      const counts = new ReportCounts();
      const pace = new Pace();
      const end = performance.now() + SLICE_MS;
      const generation = generationOf(path);
      let through = afterId;
      let records = 0;
      const result = (isLast: boolean): Examined => {
        return { through, isLast, records, generation, counts: counts.take() };
      };
      for (const segment of segmentsOf(reader, place.signal, afterId, upToId)) {
        const redacted = redactSegment(segment, redactor);
        counts.add(redacted.counts);
        records += redacted.live.length;
        through = segment.row.id;
        if (performance.now() >= end) return result(false);
        if (pace.due) await pace.rest();
      }
      return result(true);
    } catch (error) {
      throw dayFileError(path, error);
    } finally {
      reader.close();
    }
  }

  /** Writes a day as redaction leaves it beside its file. A damaged segment ends it, and the file stays as it is. */
  async stage(place: DayPlace, policy: ActivePolicy, ties: CallTies): Promise<StagedRedaction> {
    await loadRedaction();
    const { path, reader } = openDay(this.#dataDir, place, this.#nativeBinding);
    const file = { day: place.day, path };
    const work = new Work(place, file, reader, this.#nativeBinding, policy);
    try {
      return await work.run(ties);
    } catch (error) {
      work.discard();
      throw dayFileError(path, error);
    } finally {
      reader.close();
    }
  }
}

/** One day being staged. */
class Work {
  readonly #pace = new Pace();
  readonly #counts = new ReportCounts();
  readonly #place: DayPlace;
  readonly #day: DayFile;
  readonly #reader: DayReader;
  readonly #nativeBinding: string | undefined;
  readonly #policy: ActivePolicy;
  #file: StagedFile | undefined;

  constructor(
    place: DayPlace,
    day: DayFile,
    reader: DayReader,
    nativeBinding: string | undefined,
    policy: ActivePolicy,
  ) {
    this.#place = place;
    this.#day = day;
    this.#reader = reader;
    this.#nativeBinding = nativeBinding;
    this.#policy = policy;
  }

  async run({ tell, isCancelled }: CallTies): Promise<StagedRedaction> {
    const redactor = createRedactor(this.#policy);
    let through = 0;
    let records = 0;
    let toldMs = 0;
    let last = this.#reader.lastSegment();
    for (let round = 0; round < MAX_ROUNDS && last > through; round++) {
      for (const segment of segmentsOf(this.#reader, this.#place.signal, through, last)) {
        const { live, instead, counts } = redactSegment(segment, redactor);
        this.#counts.add(counts);
        if (instead !== undefined && this.#file === undefined) await this.#begin(segment.row.id);
        if (this.#file !== undefined) {
          const to = this.#file.file;
          if (instead === undefined) copySegment(segment, [], to);
          else if (live.length > 0)
            insertInPlaceOf(segment, rebuildSegment(segment, live, instead), to);
          this.#file.stepped();
        }
        through = segment.row.id;
        records += live.length;
        // Only the first time: resting while more comes in, it would never catch up.
        if (round > 0 || !this.#pace.due) continue;
        await this.#pace.rest();
        if (isCancelled()) {
          this.discard();
          return { staged: undefined, through, records, counts: [], isCancelled: true };
        }
        if (performance.now() - toldMs < TELL_EVERY_MS) continue;
        toldMs = performance.now();
        tell(records);
      }
      through = last;
      last = this.#reader.lastSegment();
    }
    this.#file?.finish();
    const staged = this.#file?.path;
    return { staged, through, records, isCancelled: false, counts: this.#counts.take() };
  }

  discard(): void {
    this.#file?.discard();
  }

  /** Most days need no change: their file is written from the first segment on that does. */
  async #begin(firstId: number): Promise<void> {
    const { signal } = this.#place;
    const from = { reader: this.#reader, signal, firstId };
    this.#file = await StagedFile.begin(this.#day, this.#nativeBinding, from);
  }
}
