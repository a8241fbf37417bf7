import { statfs } from 'node:fs/promises';
import type { StoreCheck } from '../store/types.ts';
import type { Log } from '../log.ts';
import type { RetentionService } from './retention-service.ts';

/** How often free space is looked at, ms. */
export const LOOK_EVERY_MS = 15_000;
/** When senders are asked to try again while the disk is full, seconds. */
const RETRY_AFTER_SECONDS = 30;

/** Free bytes that this process may use, on the disk of a folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Watches the space that is left: warns, removes the oldest days where that is allowed, then refuses new data. */
export class DiskGuard {
  readonly #retention: Pick<RetentionService, 'instance' | 'isHeld' | 'removeOldest'>;
  readonly #measure: () => Promise<number>;
  readonly #log: Log;
  #level: 'ok' | 'warn' | 'full' = 'ok';
  #freeBytes: number | null = null;

  constructor(
    retention: Pick<RetentionService, 'instance' | 'isHeld' | 'removeOldest'>,
    measure: () => Promise<number>,
    log: Log,
  ) {
    this.#retention = retention;
    this.#measure = measure;
    this.#log = log;
  }

  /** As last looked at; null before the first look. */
  get freeBytes(): number | null {
    return this.#freeBytes;
  }

  #free(): string {
    return (this.#freeBytes ?? 0).toLocaleString('en-US');
  }

  /** Why nothing is taken now; undefined when there is room. */
  refusal(): { readonly message: string; readonly retryAfterSeconds: number } | undefined {
    if (this.#level !== 'full') return undefined;
    return {
      message: `The disk is almost full (${this.#free()} bytes are free): nothing is taken. Free some space.`,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    };
  }

  /** What `doctor` says. */
  async check(): Promise<StoreCheck> {
    if (this.#freeBytes === null) await this.look();
    const state = ({ ok: 'ok', warn: 'warning', full: 'failed' } as const)[this.#level];
    const advice = this.#level === 'ok' ? '' : '; free some space, or keep less (see retention)';
    return {
      name: 'disk',
      state,
      message: `${this.#free()} bytes of the disk of the data folder are free${advice}.`,
    };
  }

  /** Looks and acts. */
  async look(): Promise<void> {
    const { disk } = await this.#retention.instance();
    let free = await this.#measure();
    // Which day is today decides what may go: not while the clock may be wrong.
    const isHeld = await this.#retention.isHeld();
    if (free < disk.deleteBelow && disk.deleteOldest && !isHeld) {
      await this.#retention.removeOldest(async () => {
        free = await this.#measure();
        return free < disk.deleteBelow;
      });
    }
    this.#freeBytes = free;
    const level = free < disk.refuseBelow ? 'full' : free < disk.warnBelow ? 'warn' : 'ok';
    if (level !== this.#level) {
      if (level === 'ok') this.#log.info('disk.enough', { freeBytes: free });
      else this.#log.warn(level === 'full' ? 'disk.full' : 'disk.low', { freeBytes: free });
    }
    this.#level = level;
  }
}
