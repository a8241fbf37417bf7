import { dayFileError } from '../day-file.ts';
import type { DayReader } from '../reader/day-reader.ts';
import { isDead } from '../summarize.ts';
import { copySegment } from './copy-segment.ts';
import { bytesOfDay, describeDay, sizeOf, surveyDays } from './describe-day.ts';
import { GroupCounts, RecordGroups } from './group-records.ts';
import { Judge } from './judge.ts';
import { openDay } from './open-day.ts';
import { Pace } from './pace.ts';
import { segmentsOf, type OpenSegment } from './records-of.ts';
import { StagedFile } from './staged-file.ts';
import type { DayPlace, RecordGroup, Removed, Selection, StoredDay, Survey } from './types.ts';

/** A file that holds what stays of a day, for the writer to put in its place. */
export interface StagedDay {
  readonly counted: Omit<Removed, 'bytes'>;
  /** Of the day on the disk before, with its log. */
  readonly bytesBefore: number;
  /** Undefined when nothing goes. */
  readonly staged: string | undefined;
  /** Nothing stays: there is nothing in it. */
  readonly isEmpty: boolean;
  /** Segments up to this id were gone through. */
  readonly through: number;
}

/** Times a growing file is followed up; the little that came during the last one is the writer's to add. */
const MAX_ROUNDS = 6;

/** Reads stored days and writes anew what stays of them; changes no file that readers know. */
export class DayRewriter {
  readonly #dataDir: string;
  readonly #nativeBinding: string | undefined;

  constructor(dataDir: string, nativeBinding: string | undefined) {
    this.#dataDir = dataDir;
    this.#nativeBinding = nativeBinding;
  }

  /** @param known days of an earlier survey: files that are as they were then are not opened */
  survey(projectId: string, known: readonly StoredDay[]): Survey {
    return surveyDays(this.#dataDir, projectId, this.#nativeBinding, known);
  }

  /** One day; undefined when there is none. @throws AppError where it cannot be read: nobody knows what is in it */
  describe(place: DayPlace): StoredDay | undefined {
    return describeDay(this.#dataDir, place, this.#nativeBinding);
  }

  /** What a day takes on the disk: its file need not be opened for that. */
  bytes(place: DayPlace): number {
    return bytesOfDay(this.#dataDir, place);
  }

  async groups(
    place: DayPlace,
    pinned?: Uint8Array<ArrayBuffer>,
    nowMs?: number,
  ): Promise<RecordGroup[]> {
    const { reader } = openDay(this.#dataDir, place, this.#nativeBinding);
    try {
      const groups = await learn(reader, place, new RecordGroups(pinned, nowMs));
      const counts = new GroupCounts();
      const pace = new Pace();
      for (const segment of segmentsOf(reader, place.signal)) {
        counts.add(segment, groups.of(segment));
        if (pace.due) await pace.rest();
      }
      return counts.all();
    } catch (error) {
      throw dayFileError(reader.path, error);
    } finally {
      reader.close();
    }
  }

  async count(place: DayPlace, selection: Selection): Promise<Omit<Removed, 'bytes'>> {
    const { reader } = openDay(this.#dataDir, place, this.#nativeBinding);
    try {
      const judge = new Judge(selection, await groupsFor(reader, place, selection));
      const tally = new Tally(judge);
      const pace = new Pace();
      for (const segment of segmentsOf(reader, place.signal)) {
        tally.add(segment, judge.goes(segment));
        if (pace.due) await pace.rest();
      }
      return tally.result();
    } catch (error) {
      throw dayFileError(reader.path, error);
    } finally {
      reader.close();
    }
  }

  /** Writes what stays of a day beside its file. A damaged segment ends it, and the file stays as it is. */
  async stage(place: DayPlace, selection: Selection): Promise<StagedDay> {
    const { path, reader } = openDay(this.#dataDir, place, this.#nativeBinding);
    const bytesBefore = sizeOf(path);
    let staged: StagedFile | undefined;
    try {
      const judged = reader.lastSegment();
      const judge = new Judge(selection, await groupsFor(reader, place, selection));
      const tally = new Tally(judge);
      const pace = new Pace();
      let through = 0;
      let isEmpty = true;
      let last = reader.lastSegment();
      for (let round = 0; round < MAX_ROUNDS && last > through; round++) {
        for (const segment of segmentsOf(reader, place.signal, through, last)) {
          // What comes late may have its trace belong to another group than the one that was learned of it.
          const isLate = selection.groups !== undefined && segment.row.id > judged;
          const goes = isLate ? [] : judge.goes(segment);
          tally.add(segment, goes);
          // Also of what repeats others: it counts as nothing, and its bytes are there.
          if (goes.length > 0) staged ??= await this.#begin(place, path, reader, segment.row.id);
          if (staged === undefined || copySegment(segment, goes, staged.file)) isEmpty = false;
          staged?.stepped();
          through = segment.row.id;
          // Only the first time: resting while more comes in, it would never catch up.
          if (round === 0 && pace.due) await pace.rest();
        }
        through = last;
        last = reader.lastSegment();
      }
      const counted = tally.result();
      staged?.finish();
      return { counted, bytesBefore, staged: staged?.path, isEmpty, through };
    } catch (error) {
      staged?.discard();
      throw dayFileError(path, error);
    } finally {
      reader.close();
    }
  }

  /** Of most days nothing of what somebody picked goes: they are not written anew to find that out. */
  #begin(place: DayPlace, path: string, reader: DayReader, firstId: number): Promise<StagedFile> {
    const { signal, day } = place;
    return StagedFile.begin({ day, path }, this.#nativeBinding, { reader, signal, firstId });
  }
}

/** The groups of a day, where a selection names any. */
async function groupsFor(
  reader: DayReader,
  place: DayPlace,
  { groups, except, pinned, nowMs }: Selection,
): Promise<RecordGroups | undefined> {
  if (!groups && !except) return undefined;
  return learn(reader, place, new RecordGroups(pinned, nowMs));
}

async function learn(
  reader: DayReader,
  { signal }: DayPlace,
  groups: RecordGroups,
): Promise<RecordGroups> {
  if (signal !== 'traces') return groups;
  const pace = new Pace();
  for (const segment of segmentsOf(reader, signal)) {
    groups.learn(segment);
    if (pace.due) await pace.rest();
  }
  return groups;
}

/** Counts what goes. */
class Tally {
  readonly #picked: Judge['picked'];
  #records = 0;
  readonly #traces = new Set<number>();

  constructor({ picked }: Pick<Judge, 'picked'>) {
    this.#picked = picked;
  }

  add({ row, header }: OpenSegment, goes: readonly number[]): void {
    const live = goes.filter((i) => !isDead(row.dead, i));
    this.#records += live.length;
    if (header.signal !== 'traces' || this.#picked === undefined) return;
    const { runAt, traceIds } = header.of;
    let trace = 0;
    for (const i of live) {
      while (runAt[trace + 1]! <= i) trace++;
      const number = this.#picked.numberOf(traceIds, trace * 16);
      if (number >= 0) this.#traces.add(number);
    }
  }

  result(): Omit<Removed, 'bytes'> {
    return { records: this.#records, traces: [...this.#traces] };
  }
}
