import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How many writes are measured: as many as requests, so that their percentiles are of as many. */
export interface SyncPlan {
  readonly writes: number;
  /** Of each write. */
  readonly bytes: number;
  readonly writesPerSecond: number;
}

/**
 * How long this disk takes to write and sync as many bytes as a commit holds, at a fixed rate, ms; each time counts from
 * when the write was due, as it does for acknowledgements.
 */
export async function measureSyncs(plan: SyncPlan): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spanward-bench-'));
  const bytes = Buffer.alloc(plan.bytes, 1);
  const latenciesMs: number[] = [];
  const file = await open(join(folder, 'log'), 'w');
  try {
    const start = performance.now();
    for (let index = 0; index < plan.writes; index++) {
      const due = start + (index * 1000) / plan.writesPerSecond;
      const wait = due - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      await file.write(bytes);
      await file.datasync();
      latenciesMs.push(performance.now() - due);
    }
  } finally {
    await file.close();
    await rm(folder, { recursive: true });
  }
  return latenciesMs;
}
