import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupPiece, MadeBackup } from '../../../shared/contract/backup.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Actor } from '../audit/actor.ts';
import { signHead } from '../audit/anchor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { BackupThread } from './backup-thread.ts';
import { madeBackups } from './made-backups.ts';
import { makeStaging } from './write-archive.ts';

export interface BackupOptions {
  readonly trail: AuditTrail;
  readonly catalog: Pick<Catalog, 'db'>;
  readonly dataDir: string;
  readonly clock: Clock;
  /** Path of the SQLite addon, where the default one does not fit the runtime. */
  readonly nativeBinding?: string | undefined;
  /** How long the next piece may stay untaken, ms. Default ten minutes; tests choose less. */
  readonly patienceMs?: number;
}

/** A backup under way. */
interface Running {
  thread?: BackupThread;
}

/** Sweeps and packing wait for a backup, which a program that was paused would keep from ever ending, ms. */
const PATIENCE_MS = 10 * 60_000;

/** Backs up the running instance, on a thread of its own. */
export class BackupService {
  readonly #options: BackupOptions;
  readonly #staging: string;
  #running: Running | undefined;

  constructor(options: BackupOptions) {
    this.#options = options;
    this.#staging = join(options.dataDir, 'backup.tmp');
    // Left behind by a process that was killed.
    rmSync(this.#staging, { recursive: true, force: true });
  }

  /**
   * The archive piece by piece, at the pace of whoever takes it; written down before the first piece leaves.
   *
   * Every record acknowledged before the call is inside. Ending it early leaves nothing behind; so does taking nothing
   * for ten minutes.
   * @throws AppError `conflict` while another backup is under way
   */
  async *create(passphrase: string | undefined, actor: Actor): AsyncGenerator<BackupPiece> {
    if (this.#running !== undefined) {
      throw new AppError('conflict', 'Another backup is being made. Try again when it is done.');
    }
    const running: Running = {};
    this.#running = running;
    try {
      const { trail, dataDir, nativeBinding, clock, patienceMs = PATIENCE_MS } = this.#options;
      await trail.record(actor, {
        action: 'instance.backed_up',
        resource: 'instance',
        after: { sealed: passphrase !== undefined },
      });
      const { head, key } = trail;
      makeStaging(this.#staging);
      running.thread = new BackupThread({
        dataDir,
        staging: this.#staging,
        nativeBinding,
        atMs: clock.now(),
        head: { ...head, signature: signHead(key, head), publicKey: key.publicPem },
        passphrase,
      });
      for await (const piece of piecesOf(running.thread)) {
        if (piece.type === 'done') await this.#noteCompleted(piece, actor);
        const giveUp = (): void => void this.#end(running, NOT_TAKEN).catch(() => {});
        const untaken = setTimeout(giveUp, patienceMs);
        try {
          yield piece;
        } finally {
          clearTimeout(untaken);
        }
      }
    } finally {
      await this.#end(running);
    }
  }

  /** Whether data files are being copied now. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Backups that were asked for, the newest first. */
  async history(): Promise<MadeBackup[]> {
    return madeBackups(this.#options.catalog, this.isBusy);
  }

  /** Ends what is under way and removes its copies. */
  async close(): Promise<void> {
    if (this.#running !== undefined) await this.#end(this.#running);
  }

  async #end(running: Running, why?: string): Promise<void> {
    await running.thread?.end(why);
    // Ended before, and another one may have begun since.
    if (this.#running !== running) return;
    rmSync(this.#staging, { recursive: true, force: true });
    this.#running = undefined;
  }

  async #noteCompleted(done: BackupPiece & { type: 'done' }, actor: Actor): Promise<void> {
    const { secrets: sealed, spans, leftOut } = done.summary;
    await this.#options.trail.record(actor, {
      action: 'instance.backup_completed',
      resource: 'instance',
      after: { sealed, bytes: done.bytes, spans, leftOut: leftOut.length },
    });
  }
}

const NOT_TAKEN =
  'The backup was stopped: nothing of it was taken for ten minutes, and retention waits for it. Start it again.';

async function* piecesOf(thread: BackupThread): AsyncGenerator<BackupPiece> {
  let bytes = 0;
  for (;;) {
    const answer = await thread.next();
    if (answer.kind === 'failed') throw new AppError(answer.code, answer.message);
    if (answer.kind === 'done') {
      yield { type: 'done', bytes, summary: answer.summary };
      return;
    }
    bytes += answer.bytes.byteLength;
    const { buffer, byteOffset, byteLength } = answer.bytes;
    yield { type: 'bytes', base64: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
  }
}
