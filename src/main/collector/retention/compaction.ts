import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { AppError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format-bytes.ts';
import type { Log } from '../log.ts';
import { dayOf } from '../store/day-files.ts';
import type { DayPlace } from '../store/rewrite/types.ts';
import type { StoreCheck, TelemetryStore } from '../store/types.ts';
import { daysToPack } from './days-to-pack.ts';
import { QuietWatch } from './quiet-watch.ts';
import { instanceRules, rulesOf } from './rule-rows.ts';

/** How often it is looked for a quiet moment, ms. */
export const QUIET_EVERY_MS = 1000;
/** How often it is looked whether somebody needs the machine while a day is packed, ms. */
const WATCH_EVERY_MS = 50;
/** A start has better things to do first, ms. */
const FIRST_LIST_MS = 60_000;
/** How often days are looked for while none ends, ms. */
const LIST_EVERY_MS = 15 * 60_000;

export interface CompactionOptions {
  readonly catalog: Pick<Catalog, 'db'>;
  readonly store: Pick<TelemetryStore, 'days' | 'activity'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether a backup reads the files now: they stay as they are until it is done. */
  readonly isBackingUp: () => boolean;
  /** Bytes that are free on the disk of the data. */
  readonly freeBytes: () => Promise<number>;
  /** How long after a start days are looked for, ms. Default a minute. */
  readonly firstAfterMs?: number | undefined;
}

/** A day to pack, and what it takes on the disk. */
interface Candidate extends DayPlace {
  readonly bytes: number;
}

/** Packs days that are over while nobody needs the machine, and stops as soon as somebody does. */
export class Compaction {
  readonly #options: CompactionOptions;
  readonly #quiet: QuietWatch;
  #waiting: Candidate[] = [];
  #listAtMs: number;
  #listedOn = '';
  #pause: AbortController | undefined;
  #isStopped = false;
  #working: Promise<void> | undefined;
  #packed = 0;
  #bytesBack = 0;
  #failure = '';

  constructor(options: CompactionOptions) {
    this.#options = options;
    this.#quiet = new QuietWatch(() => options.store.activity());
    this.#listAtMs = performance.now() + (options.firstAfterMs ?? FIRST_LIST_MS);
  }

  /** What `doctor` says. */
  check(): StoreCheck {
    const back = formatBytes(this.#bytesBack);
    const message = `days packed since the start: ${this.#packed} (${back} given back); days that wait for a quiet moment: ${this.#waiting.length}`;
    if (this.#failure === '') return { name: 'compaction', state: 'ok', message };
    return { name: 'compaction', state: 'warning', message: `${message}. ${this.#failure}` };
  }

  /** Goes on where the moment is quiet; at once where it is at work already. */
  step(): Promise<void> {
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
    return this.#working;
  }

  /** Ends what is under way; the next start goes on with it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#pause?.abort();
    await this.#working?.catch(() => undefined);
  }

  async #work(): Promise<void> {
    if (!this.#mayWork()) return;
    const today = dayOf(this.#options.clock.now());
    const isNewDay = this.#listedOn !== '' && today !== this.#listedOn;
    if (isNewDay || performance.now() >= this.#listAtMs) {
      this.#listAtMs = performance.now() + LIST_EVERY_MS;
      this.#listedOn = today;
      this.#failure = '';
      this.#waiting = await this.#list();
    }
    if (this.#waiting.length === 0 || !this.#mayWork()) return;
    const next = await this.#next();
    if (next === undefined) return;
    const pause = new AbortController();
    this.#pause = pause;
    const watching = setInterval(() => {
      if (this.#quiet.isDisturbed() || this.#isHindered()) pause.abort();
    }, WATCH_EVERY_MS);
    try {
      await this.#pack(next, pause.signal);
    } finally {
      clearInterval(watching);
      this.#pause = undefined;
    }
  }

  async #pack(next: Candidate, signal: AbortSignal): Promise<void> {
    const { store, log } = this.#options;
    const { projectId, signal: kind, day } = next;
    const startedMs = performance.now();
    try {
      const mayReplace = () => !this.#quiet.isDisturbed() && !this.#isHindered();
      const result = await store.days.pack(
        { projectId, signal: kind, day },
        { signal, mayReplace },
      );
      if (result.state === 'paused') return;
      const { bytesBefore, bytesAfter } = result;
      this.#packed++;
      this.#bytesBack += Math.max(0, bytesBefore - bytesAfter);
      const tookMs = Math.round(performance.now() - startedMs);
      log.info('compaction.packed', {
        projectId,
        signal: kind,
        day,
        bytesBefore,
        bytesAfter,
        tookMs,
      });
    } catch (error) {
      if (this.#isStopped || !(error instanceof AppError)) throw error;
      // A day that retention took meanwhile is none to worry about.
      if (error.code !== 'not_found') {
        this.#failure = `${kind} of ${day} could not be packed: ${error.message}`;
        log.warn('compaction.failed', { projectId, signal: kind, day, reason: error.message });
      }
    }
    this.#waiting = this.#waiting.filter((each) => each !== next);
  }

  #mayWork(): boolean {
    return this.#quiet.isQuiet() && !this.#isHindered();
  }

  #isHindered(): boolean {
    return this.#isStopped || this.#options.isBackingUp();
  }

  /**
   * The first that waits and has room: a packed day takes its space before the old file gives back its own, and the disk
   * must not come near its limit.
   */
  async #next(): Promise<Candidate | undefined> {
    const { catalog, freeBytes } = this.#options;
    const { disk } = await instanceRules(catalog.db);
    const room = (await freeBytes()) - disk.warnBelow;
    return this.#waiting.find(({ bytes }) => bytes < room);
  }

  async #list(): Promise<Candidate[]> {
    const { catalog, store, clock } = this.#options;
    const { db } = catalog;
    const { ceilingDays } = await instanceRules(db);
    const found: Candidate[] = [];
    const projects = await db
      .selectFrom('project')
      .select('id')
      .where('deleting_ms', 'is', null)
      .execute();
    for (const { id: projectId } of projects) {
      const rules = await rulesOf(db, projectId);
      const days = await store.days.list(projectId).catch((error: unknown) => {
        if (!(error instanceof AppError) || this.#isStopped) throw error;
        this.#failure = `A project could not be looked at: ${error.message}`;
        return [];
      });
      for (const { signal, day, bytes } of daysToPack(days, rules, ceilingDays, clock.now())) {
        found.push({ projectId, signal, day, bytes });
      }
    }
    return found;
  }
}
