import { statfs } from 'node:fs/promises';
import type { CollectorStatus } from '../../../shared/contract/collector.ts';
import type { InstanceRetention } from '../../../shared/contract/retention.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
import { describeBug } from '../describe-bug.ts';
import type { StoreCheck } from '../store/types.ts';
import type { Log } from '../log.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { RetentionService } from './retention-service.ts';

/** How often free space is looked at, ms. */
export const LOOK_EVERY_MS = 15_000;
/** When senders are asked to try again while the disk is full, seconds. */
const RETRY_AFTER_SECONDS = 30;
/** Room that is taken for a byte of a segment until it is in its file: there, in the log before it, and in the index. */
const ROOM_FOR_BYTE = 4;
/** Bytes of segments that are never worth a look. */
const MIN_STEP_BYTES = 1024 * 1024;

/** Free bytes that this process may use, on the disk of a folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Watches the space that is left: warns, removes the oldest days where that is allowed, then refuses new data. */
export class DiskGuard {
  readonly #retention: Pick<RetentionService, 'instance' | 'removeOldest'>;
  readonly #clockWatch: ClockWatch;
  readonly #measure: () => Promise<number>;
  readonly #log: Log;
  #level: CollectorStatus['disk'] = 'ok';
  #freeBytes: number | null = null;
  #isRemoving = false;
  #storedBytes = 0;
  /** Stored bytes after which the next threshold may be near. */
  #lookAfterBytes = MIN_STEP_BYTES;
  #isLookingEarly = false;

  constructor(
    retention: Pick<RetentionService, 'instance' | 'removeOldest'>,
    clockWatch: ClockWatch,
    measure: () => Promise<number>,
    log: Log,
  ) {
    this.#retention = retention;
    this.#clockWatch = clockWatch;
    this.#measure = measure;
    this.#log = log;
  }

  /** As last looked at; null before the first look. */
  get freeBytes(): number | null {
    return this.#freeBytes;
  }

  /** Which threshold was passed at the last look. */
  get level(): CollectorStatus['disk'] {
    return this.#level;
  }

  #free(): string {
    return formatBytes(this.#freeBytes ?? 0);
  }

  /** Told of what is stored, bytes of segments: senders that are fast would fill the disk between two regular looks. */
  stored(bytes: number): void {
    this.#storedBytes += bytes;
    if (this.#storedBytes < this.#lookAfterBytes || this.#isLookingEarly) return;
    this.#isLookingEarly = true;
    this.measureAndTell()
      .then((isShort) => {
        this.#isLookingEarly = false;
        return isShort ? this.look() : undefined;
      })
      .catch((error: unknown) => {
        this.#isLookingEarly = false;
        this.#log.error('disk.look-failed', describeBug(error));
      });
  }

  /** Why nothing is taken now; undefined when there is room. */
  refusal(): { readonly message: string; readonly retryAfterSeconds: number } | undefined {
    if (this.#level !== 'full') return undefined;
    return {
      message: `The disk is almost full (${this.#free()} are free): nothing is taken. Free some space.`,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    };
  }

  /** What `doctor` says. */
  async check(): Promise<StoreCheck> {
    if (this.#freeBytes === null) await this.look();
    const state = ({ ok: 'ok', low: 'warning', full: 'failed' } as const)[this.#level];
    const advice = this.#level === 'ok' ? '' : '; free some space, or keep less (see retention)';
    return {
      name: 'disk',
      state,
      message: `${this.#free()} of the disk of the data folder are free${advice}`,
    };
  }

  /**
   * Looks and acts. What senders are told does not wait for a removal, which may take its time behind a sweep, and
   * does not hang on its success.
   */
  async look(): Promise<void> {
    const isShort = await this.measureAndTell();
    // Which day is today decides what may go: not while the clock may be wrong.
    const isHeld = await this.#clockWatch.isHeld();
    if (!isShort || isHeld || this.#isRemoving) return;
    this.#isRemoving = true;
    try {
      await this.#retention.removeOldest(() => this.measureAndTell());
    } finally {
      this.#isRemoving = false;
      await this.measureAndTell();
    }
  }

  /** Whether there is so little room that the oldest days have to go, and may; removes nothing itself. */
  async measureAndTell(): Promise<boolean> {
    const { disk } = await this.#retention.instance();
    this.#storedBytes = 0;
    const freeBytes = await this.#measure();
    this.#tell(freeBytes, disk);
    return disk.deleteOldest && freeBytes < disk.deleteBelow;
  }

  #tell(freeBytes: number, disk: InstanceRetention['disk']): void {
    const { refuseBelow, warnBelow } = disk;
    this.#freeBytes = freeBytes;
    const step = roomAbove(freeBytes, disk) / ROOM_FOR_BYTE / 2;
    this.#lookAfterBytes = Math.max(MIN_STEP_BYTES, step);
    const level = freeBytes < refuseBelow ? 'full' : freeBytes < warnBelow ? 'low' : 'ok';
    if (level !== this.#level) {
      // A warning too: whoever was told that it is full has to see that it is no more.
      if (level === 'ok') this.#log.warn('disk.enough', { freeBytes });
      else this.#log.warn(level === 'full' ? 'disk.full' : 'disk.low', { freeBytes });
    }
    this.#level = level;
  }
}

/** Free bytes above the next threshold below them that has the guard act. */
function roomAbove(
  freeBytes: number,
  { deleteOldest, deleteBelow, refuseBelow }: InstanceRetention['disk'],
): number {
  const isNext = deleteOldest && freeBytes >= deleteBelow;
  return freeBytes - (isNext ? deleteBelow : refuseBelow);
}
