import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BackupPiece, MadeBackup } from '../../../shared/contract/backup.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Actor } from '../audit/actor.ts';
import { signHead } from '../audit/anchor.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { Clock } from '../clock.ts';
import { workerEntry } from '../worker-entry.ts';
import type { FromBackup } from './backup-worker.ts';
import { madeBackups } from './made-backups.ts';
import { makeStaging, type BackupJob } from './write-archive.ts';

export interface BackupOptions {
  readonly trail: AuditTrail;
  readonly catalog: Pick<Catalog, 'db'>;
  readonly dataDir: string;
  readonly clock: Clock;
  /** Path of the SQLite addon, where the default one does not fit the runtime. */
  readonly nativeBinding?: string | undefined;
}

/** Backs up the running instance, on a thread of its own. */
export class BackupService {
  readonly #options: BackupOptions;
  readonly #staging: string;
  #worker: Worker | undefined;
  #isBusy = false;

  constructor(options: BackupOptions) {
    this.#options = options;
    this.#staging = join(options.dataDir, 'backup.tmp');
    // Left behind by a process that was killed.
    rmSync(this.#staging, { recursive: true, force: true });
  }

  /**
   * The archive piece by piece, at the pace of whoever takes it; written down before the first piece leaves.
   *
   * Every record acknowledged before the call is inside. Ending it early leaves nothing behind.
   * @throws AppError `conflict` while another backup is under way
   */
  async *create(passphrase: string | undefined, actor: Actor): AsyncGenerator<BackupPiece> {
    if (this.#isBusy) {
      throw new AppError('conflict', 'Another backup is being made. Try again when it is done.');
    }
    this.#isBusy = true;
    try {
      const { trail, dataDir, nativeBinding, clock } = this.#options;
      await trail.record(actor, {
        action: 'instance.backed_up',
        resource: 'instance',
        after: { sealed: passphrase !== undefined },
      });
      const { head, key } = trail;
      makeStaging(this.#staging);
      const pieces = this.#run({
        dataDir,
        staging: this.#staging,
        nativeBinding,
        atMs: clock.now(),
        head: { ...head, signature: signHead(key, head), publicKey: key.publicPem },
        passphrase,
      });
      for await (const piece of pieces) {
        if (piece.type === 'done') await this.#noteCompleted(piece, actor);
        yield piece;
      }
    } finally {
      await this.close();
      this.#isBusy = false;
    }
  }

  /** Whether data files are being copied now. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Backups that were asked for, the newest first. */
  async history(): Promise<MadeBackup[]> {
    return madeBackups(this.#options.catalog, this.#isBusy);
  }

  /** Ends what is under way and removes its copies. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
    rmSync(this.#staging, { recursive: true, force: true });
  }

  async #noteCompleted(done: BackupPiece & { type: 'done' }, actor: Actor): Promise<void> {
    const { secrets: sealed, spans, leftOut } = done.summary;
    await this.#options.trail.record(actor, {
      action: 'instance.backup_completed',
      resource: 'instance',
      after: { sealed, bytes: done.bytes, spans, leftOut: leftOut.length },
    });
  }

  async *#run(workerData: BackupJob): AsyncGenerator<BackupPiece> {
    const worker = new Worker(workerEntry('backup-worker'), {
      workerData,
      name: 'spanward-backup',
    });
    this.#worker = worker;
    let bytes = 0;
    for (;;) {
      const answer = await ask(worker);
      if (answer.kind === 'failed') throw new AppError(answer.code, answer.message);
      if (answer.kind === 'done') {
        yield { type: 'done', bytes, summary: answer.summary };
        return;
      }
      bytes += answer.bytes.byteLength;
      const { buffer, byteOffset, byteLength } = answer.bytes;
      yield {
        type: 'bytes',
        base64: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
      };
    }
  }
}

function ask(worker: Worker): Promise<FromBackup> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new AppError('unavailable', 'The backup was stopped.'));
    worker.once('error', reject);
    worker.once('exit', gone);
    worker.once('message', (answer: FromBackup) => {
      worker.off('error', reject);
      worker.off('exit', gone);
      resolve(answer);
    });
    worker.postMessage('next');
  });
}
