import { randomBytes } from 'node:crypto';
import type { FileReport } from '../../../shared/contract/file-report.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import type { Principal } from '../principal.ts';
import { repeat } from '../repeat.ts';
import { FileReading, type FileReadingOptions } from './file-reading.ts';

/** Files read at the same time: each has a thread and some MiB. */
const MAX_READINGS = 4;
/** A reading that gets nothing for so long is given up, ms. */
const IDLE_MS = 5 * 60_000;
const LOOK_MS = 30_000;

interface Entry {
  readonly reading: FileReading;
  readonly projectId: string;
  readonly owner: string;
  lastMs: number;
}

/** Files that are on their way in, piece by piece, each from one caller. */
export class Readings {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Clock;
  readonly #stop: () => Promise<void> | void;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#stop = repeat(
      LOOK_MS,
      () => this.#giveUpIdle(),
      () => undefined,
    );
  }

  /** @throws AppError `busy` while as many files are being read as can be */
  begin(principal: Principal, options: FileReadingOptions): string {
    if (this.#entries.size >= MAX_READINGS) {
      throw new AppError('busy', `${MAX_READINGS} files are being read already. Try again soon.`, {
        retryAfterSeconds: 5,
      });
    }
    const id = `rd_${randomBytes(16).toString('hex')}`;
    this.#entries.set(id, {
      reading: new FileReading(options),
      projectId: options.projectId,
      owner: ownerOf(principal),
      lastMs: this.#clock.now(),
    });
    return id;
  }

  /** @throws AppError `not_found` for one that has ended, or is somebody else's */
  get(principal: Principal, projectId: string, id: string): FileReading {
    const entry = this.#entries.get(id);
    if (entry?.owner !== ownerOf(principal) || entry.projectId !== projectId) {
      throw new AppError('not_found', 'The file is not being read any more. Start again.');
    }
    entry.lastMs = this.#clock.now();
    return entry.reading;
  }

  /** Ends a file: everything in it is stored afterwards, and it is forgotten. */
  async finish(principal: Principal, projectId: string, id: string): Promise<FileReport> {
    const reading = this.get(principal, projectId, id);
    try {
      return await reading.finish();
    } finally {
      await this.#drop(id);
    }
  }

  /** Stops a file; what it was until then. */
  async cancel(principal: Principal, projectId: string, id: string): Promise<FileReport> {
    const reading = this.get(principal, projectId, id);
    await this.#drop(id);
    return reading.report;
  }

  /** Stops every reading into a project. */
  async endProject(projectId: string): Promise<void> {
    for (const [id, entry] of this.#entries)
      if (entry.projectId === projectId) await this.#drop(id);
  }

  async close(): Promise<void> {
    await this.#stop();
    for (const id of this.#entries.keys()) await this.#drop(id);
  }

  async #drop(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    await entry?.reading.close();
  }

  async #giveUpIdle(): Promise<void> {
    const before = this.#clock.now() - IDLE_MS;
    for (const [id, { lastMs }] of this.#entries) if (lastMs < before) await this.#drop(id);
  }
}

function ownerOf(principal: Principal): string {
  if (principal.kind === 'person') return `person ${principal.personId}`;
  return principal.kind === 'key' ? `key ${principal.keyId}` : principal.kind;
}
