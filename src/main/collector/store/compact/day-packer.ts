import { rmSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';
import { dayOf } from '../day-files.ts';
import { dayFileError, UnreadableFileError } from '../day-file.ts';
import { PACKED_SEGMENT_BYTES, PACKED_SEGMENT_RECORDS } from '../limits.ts';
import type { DayReader } from '../reader/day-reader.ts';
import { copySegment } from '../rewrite/copy-segment.ts';
import { openDay } from '../rewrite/open-day.ts';
import { Pace } from '../rewrite/pace.ts';
import { segmentsOf, type OpenSegment } from '../rewrite/records-of.ts';
import { PACKING_SUFFIX } from '../rewrite/staged-suffix.ts';
import type { DayPlace } from '../rewrite/types.ts';
import { OpenFile } from '../writer/open-file.ts';
import { packedBytes, packSegment } from './pack-segment.ts';

/** A day packed so far. */
export interface StagedPacking {
  /** The complete file, for the writer to put in place; undefined when there is more to do another time. */
  readonly staged: string | undefined;
  /** Segments up to this id are in it. */
  readonly through: number;
}

/** Bytes of segments in one transaction: what a kill makes it do again, and what an append may have to wait for. */
const TRANSACTION_BYTES = 2 * 1024 * 1024;

/**
 * Packs days tighter, into a file beside theirs; changes no file that readers know.
 *
 * The file stays when it has to pause or is killed: segments of a generation never change, so it goes on behind the
 * last one that is in it.
 */
export class DayPacker {
  readonly #dataDir: string;
  readonly #nativeBinding: string | undefined;

  constructor(dataDir: string, nativeBinding: string | undefined) {
    this.#dataDir = dataDir;
    this.#nativeBinding = nativeBinding;
  }

  /** Packs as long as it may. A damaged segment or a full disk ends it, and the day stays as it is. */
  async pack(place: DayPlace, mayGoOn: () => boolean): Promise<StagedPacking> {
    const { path, reader } = openDay(this.#dataDir, place, this.#nativeBinding);
    const staged = `${path}${PACKING_SUFFIX}`;
    let file: OpenFile | undefined;
    try {
      file = this.#resume(staged, place.day);
      const { isComplete, through } = await new Packing(place, reader, file, mayGoOn).run();
      if (isComplete) checkWhole(reader, file, through);
      file.checkpoint(true);
      file.close();
      return { staged: isComplete ? staged : undefined, through };
    } catch (error) {
      file?.close();
      removeFile(staged);
      throw dayFileError(path, error);
    } finally {
      reader.close();
    }
  }

  /** The file of an earlier attempt, or a new one where there is none that can be read. */
  #resume(path: string, day: string): OpenFile {
    const open = (): OpenFile => {
      const file = new OpenFile({ day, path }, this.#nativeBinding);
      // Nobody counts on it before it is complete; closing it waits for the disk once.
      file.db.pragma('synchronous = NORMAL');
      return file;
    };
    try {
      return open();
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      removeFile(path);
      return open();
    }
  }
}

/** One stretch of work on a day. */
class Packing {
  readonly #place: DayPlace;
  readonly #reader: DayReader;
  readonly #file: OpenFile;
  readonly #mayGoOn: () => boolean;
  readonly #pace = new Pace();
  #uncommitted = 0;
  #through: number;
  /** Raw bytes and records of the segments to be joined. */
  #group: OpenSegment[] = [];
  #bytes = 0;
  #records = 0;

  constructor(place: DayPlace, reader: DayReader, file: OpenFile, mayGoOn: () => boolean) {
    this.#place = place;
    this.#reader = reader;
    this.#file = file;
    this.#mayGoOn = mayGoOn;
    this.#through = file.lastId;
  }

  /** Goes on to the end of the day, or as far as it may. */
  async run(): Promise<{ isComplete: boolean; through: number }> {
    this.#file.begin();
    const isComplete = await this.#copy();
    this.#file.commit();
    return { isComplete, through: this.#through };
  }

  async #copy(): Promise<boolean> {
    for (const segment of segmentsOf(this.#reader, this.#place.signal, this.#through)) {
      const saved = this.#reader.savedBy(segment.row.id);
      const isEnd = saved !== undefined || !this.#fits(segment);
      if (isEnd && !(await this.#flush())) return false;
      if (saved === undefined) this.#add(segment);
      else {
        copySegment(segment, [], this.#file);
        this.#inserted(segment.row.id, this.#reader.storedBytes(segment.row.id));
      }
      if (this.#pace.due) await this.#pace.rest();
      if (!this.#mayGoOn()) return false;
    }
    return this.#flush();
  }

  /** Whether a segment may be joined with those before it: of one day of arrival, which rules may go by. */
  #fits({ row, header }: OpenSegment): boolean {
    const [first] = this.#group;
    if (first === undefined) return true;
    return (
      dayOf(row.committedMs) === dayOf(first.row.committedMs) &&
      this.#bytes + rawBytes(header.of.length) <= PACKED_SEGMENT_BYTES &&
      this.#records + row.records <= PACKED_SEGMENT_RECORDS
    );
  }

  #add(segment: OpenSegment): void {
    this.#group.push(segment);
    this.#bytes += rawBytes(segment.header.of.length);
    this.#records += segment.row.records;
  }

  /** Joins what was collected; false when it had to stop. */
  async #flush(): Promise<boolean> {
    const group = this.#group;
    if (group.length === 0) return true;
    const packed = await packSegment(group, this.#pace, this.#mayGoOn);
    if (packed === undefined) return false;
    this.#group = [];
    this.#bytes = 0;
    this.#records = 0;
    const bytes = packedBytes(packed);
    const before = group.reduce((sum, { row }) => sum + this.#reader.storedBytes(row.id), 0);
    this.#file.insert(packed);
    this.#file.markPacked(packed.id, before - bytes);
    this.#inserted(packed.id, bytes);
    return true;
  }

  #inserted(id: number, bytes: number): void {
    this.#through = id;
    this.#uncommitted += bytes;
    if (this.#uncommitted < TRANSACTION_BYTES) return;
    this.#uncommitted = 0;
    this.#file.commit();
    this.#file.checkpoint(false);
    this.#file.begin();
  }
}

function rawBytes(lengths: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < lengths.length; i++) sum += lengths[i]!;
  return sum;
}

/** A file that lost a record on the way must not take the place of the other. */
function checkWhole(reader: DayReader, file: OpenFile, through: number): void {
  const { records } = reader.totals();
  const packed = file.db.prepare('SELECT records FROM totals').pluck().get();
  // More may have come meanwhile; those the writer adds.
  if (reader.lastSegment() === through && packed !== records) {
    throw new AppError('internal', `${records} records became ${String(packed)} when packed.`);
  }
}

function removeFile(path: string): void {
  for (const suffix of ['-wal', '-shm', '']) rmSync(`${path}${suffix}`, { force: true });
}
