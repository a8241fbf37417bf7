import { utilityProcess, type UtilityProcess } from 'electron';
import type { BackupAnswer, BackupTask } from './backup-messages.ts';

type Answer<T extends BackupTask['type']> = Extract<
  BackupAnswer,
  { type: T extends 'check' ? 'checked' : 'restored' }
>;

/** Checks and restores of backups, one at a time, each in a process of its own. */
export class BackupTasks {
  readonly #script: string;
  #child: UtilityProcess | undefined;

  constructor(script: string) {
    this.#script = script;
  }

  /**
   * @param progress called with the bytes of the archive read so far
   * @throws Error with the words for the person when it fails or is cancelled
   */
  async run<T extends BackupTask>(
    task: T,
    progress: (bytes: number) => void,
  ): Promise<Answer<T['type']>> {
    if (this.#child !== undefined)
      throw new Error('Another backup is being read. Try again later.');
    const child = utilityProcess.fork(this.#script, [], { serviceName: 'Spanward Backup' });
    this.#child = child;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    try {
      return await new Promise((resolve, reject) => {
        child.on('message', (answer: BackupAnswer) => {
          if (answer.type === 'progress') progress(answer.bytes);
          else if (answer.type === 'failed') reject(new Error(answer.message));
          else resolve(answer as Answer<T['type']>);
        });
        child.once('exit', () => reject(new Error('Cancelled: nothing was changed.')));
        child.postMessage(task);
      });
    } finally {
      child.kill();
      // What it had open is closed only then.
      await gone;
      this.#child = undefined;
    }
  }

  /** Ends what is under way, which then fails. */
  cancel(): void {
    this.#child?.kill();
  }
}
