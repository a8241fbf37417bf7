import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { CollectorState } from '../../shared/desktop-api.ts';
import type { ListenOptions } from '../collector/listeners.ts';
import type { Log } from '../collector/log.ts';
import type { FromCollector, ToCollector } from './collector-messages.ts';
import { RestartPolicy } from './restart-policy.ts';

/** Longest silence of a process that is opening its store, ms: a backup before a migration may block it. */
const SILENCE_MS = 120_000;
/** Longest clean stop, ms; then the process is ended, which loses nothing that was acknowledged. */
const CLOSE_MS = 20_000;

export interface CollectorHostOptions {
  /** Built script of the collector process. */
  readonly script: string;
  readonly dataDir: string;
  readonly listen: ListenOptions;
  readonly log: Log;
}

/** Runs the collector in a process of its own, starts it again when it dies, and tells what it is doing. */
export class CollectorHost {
  readonly #options: CollectorHostOptions;
  readonly #policy = new RestartPolicy();
  readonly #listeners = new Set<(state: CollectorState) => void>();
  #state: CollectorState = { kind: 'stopped' };
  #child: UtilityProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #generation = 0;
  /** It was asked for again while it was still ending. */
  #startsAgain = false;

  constructor(options: CollectorHostOptions) {
    this.#options = options;
  }

  get state(): CollectorState {
    return this.#state;
  }

  /** Process id of the collector, while there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  onState(listener: (state: CollectorState) => void): void {
    this.#listeners.add(listener);
  }

  /** Starts it unless it runs; also after it failed or was stopped. */
  start(): void {
    this.#policy.reset();
    if (this.#child === undefined) this.#fork();
    else this.#startsAgain = isIdle(this.#state);
  }

  /** Gives a window's port to the collector; only while it is ready. */
  servePort(port: MessagePortMain): void {
    this.#tell({ type: 'port' }, [port]);
  }

  /**
   * Lets it answer what it took, store it and checkpoint; resolves when its process is gone.
   *
   * @param kind what it is called until it is started again
   */
  async stop(kind: 'stopped' | 'paused' = 'stopped'): Promise<void> {
    clearTimeout(this.#timer);
    this.#startsAgain = false;
    const child = this.#child;
    this.#become({ kind });
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.#tell({ type: 'close' });
    const tooLong = setTimeout(() => {
      this.#options.log.error('collector.close-timeout', { afterMs: CLOSE_MS });
      endNow(child);
    }, CLOSE_MS);
    await gone;
    clearTimeout(tooLong);
  }

  #fork(): void {
    const { script, dataDir, listen } = this.#options;
    const child = utilityProcess.fork(script, [], { serviceName: 'Spanward Collector' });
    this.#child = child;
    this.#become({ kind: 'starting' });
    this.#expectSign();
    child.on('message', (message: FromCollector) => this.#hear(message));
    child.once('exit', (code) => this.#exited(code));
    this.#tell({ type: 'open', dataDir, listen });
  }

  #hear(message: FromCollector): void {
    if (this.#state.kind !== 'starting') return;
    this.#expectSign();
    if (message.type === 'opening') return;
    clearTimeout(this.#timer);
    if (message.type === 'ready') {
      this.#generation += 1;
      this.#become({ kind: 'ready', generation: this.#generation });
    } else {
      this.#become({ kind: 'failed', reason: message.reason });
      this.#child?.kill();
    }
  }

  #exited(code: number): void {
    clearTimeout(this.#timer);
    this.#child = undefined;
    if (this.#startsAgain) {
      this.#startsAgain = false;
      this.#fork();
      return;
    }
    if (isIdle(this.#state)) return;
    const reason = `The collector ended unexpectedly (code ${code}).`;
    this.#options.log.error('collector.exited', { code });
    const next = this.#policy.afterCrash(performance.now());
    if (next === undefined) {
      this.#become({ kind: 'failed', reason: `${reason} It did so too often to try again.` });
      return;
    }
    const { attempt, delayMs } = next;
    this.#become({ kind: 'restarting', attempt, retryInMs: delayMs, reason });
    this.#timer = setTimeout(() => this.#fork(), delayMs);
  }

  #expectSign(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#options.log.error('collector.silent', { afterMs: SILENCE_MS });
      if (this.#child !== undefined) endNow(this.#child);
    }, SILENCE_MS);
  }

  #tell(message: ToCollector, ports: MessagePortMain[] = []): void {
    this.#child?.postMessage(message, ports);
  }

  #become(state: CollectorState): void {
    this.#state = state;
    this.#options.log.info('collector.state', { ...state });
    for (const listener of this.#listeners) listener(state);
  }
}

/** Whether nothing but a person, or whoever stopped it, starts it again. */
const isIdle = ({ kind }: CollectorState): boolean =>
  kind === 'stopped' || kind === 'paused' || kind === 'failed';

/** Ends a process that does not answer: a polite signal would wait in one that is stuck or stopped. */
function endNow({ pid }: UtilityProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
