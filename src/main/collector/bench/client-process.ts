import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { workerEntry } from '../worker-entry.ts';
import type { FromClient, ToClient } from './client-protocol.ts';

interface AnswerKinds {
  readonly limits: 'limited';
  readonly zstd: 'compressed';
  readonly sync: 'synced';
  readonly prepare: 'prepared';
  readonly run: 'ran';
  readonly pace: 'ran';
}

type AnswerTo<K extends ToClient['kind']> = Extract<FromClient, { kind: AnswerKinds[K] }>;

/** The sending process, asked one thing at a time. */
export class ClientProcess {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(fileURLToPath(workerEntry('bench-client')), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  /** @throws Error with what the sender met */
  async ask<M extends ToClient>(message: M): Promise<AnswerTo<M['kind']>> {
    this.#child.send(message);
    const [answer] = (await once(this.#child, 'message')) as [FromClient];
    if (answer.kind === 'failed') throw new Error(answer.message);
    return answer as AnswerTo<M['kind']>;
  }

  close(): void {
    this.#child.disconnect();
  }
}
