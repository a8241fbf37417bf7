import type { HiddenAttributes } from '../../visibility/hidden-attributes.ts';
import type { Signal } from '../../otlp/types.ts';

/** A day of one project and signal: one data file. */
export interface DayPlace {
  readonly projectId: string;
  readonly signal: Signal;
  /** YYYY-MM-DD, the UTC day of arrival. */
  readonly day: string;
}

/**
 * A day as the catalog of files knows it, without looking into segments.
 *
 * A record's time is its own, or that of its arrival where it has none or one that is yet to come.
 */
export interface StoredDay {
  readonly signal: Signal;
  readonly day: string;
  /** Of the file and its log on the disk. */
  readonly bytes: number;
  /** Of the file once its log is in it; absent: as much. Many small commits have a log of many times as much. */
  readonly settledBytes?: number;
  /** Spans, log records or metrics. */
  readonly records: number;
  /** Id of its newest segment: what comes later has a greater one. */
  readonly through: number;
  /** How often it was written anew. */
  readonly generation: number;
  /** Times of its earliest and latest record, milliseconds since the epoch; the latest as it says itself. */
  readonly fromMs: number;
  readonly toMs: number;
  /** When its newest record arrived, milliseconds since the epoch. */
  readonly arrivedMs: number;
  /** The latest time at which any of it arrived: a later one than that where the clock was set back. */
  readonly arrivedToMs: number;
  /** Records that are packed already, and the bytes that saved; absent: none are. */
  readonly packed?: { readonly records: number; readonly saved: number };
  /** Changes whenever something is written to its file; absent: it may be written to now. */
  readonly stamp?: string;
}

/** A day whose file cannot be read as it is: damaged, or of a newer version. */
export interface UnreadableDay {
  readonly signal: Signal;
  readonly day: string;
  /** What is the matter with it, for people. */
  readonly problem: string;
}

/** A day that went or was written anew, of which the system does not let an old file go. */
export interface LeftDay extends UnreadableDay {
  /** On the disk still. */
  readonly bytes: number;
}

/** What is stored of a project. Oldest first, signal by signal. */
export interface Survey {
  readonly days: StoredDay[];
  /** What is in these nobody knows: work on everything of a project is not done while there are any. */
  readonly unreadable: UnreadableDay[];
}

/** Records of a day that no rule tells apart. A trace is judged as a whole, by what the day holds of it. */
export interface RecordGroup {
  /** UTC day of its newest time, YYYY-MM-DD. */
  readonly day: string;
  /** `deployment.environment.name`, or ''. */
  readonly environment: string;
  /** A trace with a span that failed; a log record of severity error or worse. */
  readonly errors: boolean;
  /** Of a trace that is pinned, with its log records; absent: of any other, or nobody asked. */
  readonly pinned?: boolean;
  readonly records: number;
}

/** What is to be removed: a record goes if any of these names it, unless `except` does. */
export interface Selection {
  /** Every segment up to this id; alone and with nothing after it, the file is removed instead of rewritten. */
  readonly through?: number;
  /** Keys of groups, see `groupKey`. */
  readonly groups?: readonly string[];
  /** From the oldest segment on, until so many records are gone; of a trace all that the last one holds. */
  readonly oldest?: number;
  /** Keys of groups that stay whatever names them. */
  readonly except?: readonly string[];
  /** Traces, 16 bytes each, whose records are in groups of their own for `groups` and `except`. */
  readonly pinned?: Uint8Array<ArrayBuffer>;
  /** What time it is for `groups` and `except`, milliseconds since the epoch. */
  readonly nowMs?: number;
  /** Traces, 16 bytes each: their spans and their log records. */
  readonly traceIds?: Uint8Array<ArrayBuffer>;
  /** Log records and metrics that have it, or whose resource or scope does. */
  readonly attribute?: {
    readonly key: string;
    readonly value: string;
    /** Also of members of maps, by the path of names that leads to them. */
    readonly isNested?: boolean;
    /** From whoever picked; absent: nobody noted it. Traces were found by what is left. */
    readonly hidden?: HiddenAttributes | null;
  };
}

/** What was removed, or would be. */
export interface Removed {
  readonly records: number;
  /** Picked traces of which spans go, by their number among all that were; of logs and metrics none. */
  readonly traces: readonly number[];
  /** Given back on the disk: less what the system does not let go yet; 0 where it was only counted. */
  readonly bytes: number;
}

/**
 * Decides on a change that is ready: makes it, or throws, and then nothing is changed. What it looks at stays true until
 * the change is made.
 *
 * @param goes what the change removes or replaces
 */
export type ChangeGuard<Goes = Omit<Removed, 'bytes'>> = <T>(
  goes: Goes,
  change: () => Promise<T>,
) => Promise<T>;

/** What became of packing a day. */
export type Packed =
  | { readonly state: 'packed'; readonly bytesBefore: number; readonly bytesAfter: number }
  /** What was done so far is kept. */
  | { readonly state: 'paused' };

/** When packing has to make room for others. */
export interface PackWatch {
  /** Aborted when it is to pause. */
  readonly signal: AbortSignal;
  /** Asked at the end, before the day's file is replaced. */
  readonly mayReplace: () => boolean;
}

/** Looks at stored days and removes from them; one removal at a time. */
export interface StoredDays {
  /** Days of a project, oldest first. Unreadable files are left out. */
  list(projectId: string): Promise<StoredDay[]>;
  /** As {@link list}, with the files that it leaves out. */
  survey(projectId: string): Promise<Survey>;
  /**
   * Has what is in logs of SQLite move to the files of a project, unless more arrives all the time: then sizes are as
   * they stay.
   */
  settle(projectId: string): Promise<void>;
  /**
   * @param pinned traces, 16 bytes each, whose records are in groups of their own
   * @param nowMs what time it is; default: as each arrived
   */
  groups(place: DayPlace, pinned?: Uint8Array<ArrayBuffer>, nowMs?: number): Promise<RecordGroup[]>;
  /** What {@link remove} would remove now. */
  count(place: DayPlace, selection: Selection): Promise<Removed>;
  /**
   * Removes records, so that no byte of them stays in a file. What arrives meanwhile is stored and not removed, unless
   * it repeats what is. An old file that the system does not let go is left for {@link removeLeft}.
   *
   * @param guard called when everything is ready and nothing is changed yet; default: the change is made
   */
  remove(place: DayPlace, selection: Selection, guard?: ChangeGuard): Promise<Removed>;
  /**
   * Has reads look again at files that could not be read, so that what was restored is found.
   *
   * @param all at the others as well: one of which a part was damaged may be another file by now
   */
  lookAnew(projectId: string, all?: boolean): Promise<void>;
  /** Removes old files that the system did not let go before. @returns those that are still on the disk */
  removeLeft(projectId: string): Promise<LeftDay[]>;
  /**
   * Packs a day tighter, so that every read finds the same as before; a removal has it pause.
   *
   * @throws AppError `not_found` for a day that is gone, `unavailable` when the disk is full: the day is as it was
   */
  pack(place: DayPlace, watch: PackWatch): Promise<Packed>;
  /** Ends what is under way, which rejects with `unavailable`; nothing more is removed. */
  stop(): Promise<void>;
}

/** The name of a group in a {@link Selection}. */
export function groupKey(group: Omit<RecordGroup, 'records'>): string {
  const kind = `${group.errors ? 'errors' : 'ok'}${group.pinned ? '+pinned' : ''}`;
  return `${group.day} ${kind} ${group.environment}`;
}
