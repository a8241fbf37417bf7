import { rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { DayRewriter } from './rewrite/day-rewriter.ts';
import type { FromRewriter, RewriteCall, RewriteSettings, ToRewriter } from './rewrite/protocol.ts';
import { loadZstd } from './zstd.ts';

/*
 * Entry of the thread that looks through stored days and writes anew what stays of them.
 */
const port = parentPort!;
const { dataDir, nativeBinding } = workerData as RewriteSettings;
const rewriter = new DayRewriter(dataDir, nativeBinding);

const calls = {
  list: rewriter.list.bind(rewriter),
  describe: rewriter.describe.bind(rewriter),
  groups: rewriter.groups.bind(rewriter),
  count: rewriter.count.bind(rewriter),
  stage: rewriter.stage.bind(rewriter),
  unlink: (path: string) => rmSync(path, { force: true }),
} as unknown as Record<RewriteCall['method'], (...args: readonly unknown[]) => unknown>;

async function answer({ id, method, args }: RewriteCall): Promise<void> {
  try {
    const result = await calls[method](...args);
    port.postMessage({ id, result } satisfies FromRewriter);
  } catch (error) {
    const code = error instanceof AppError ? error.code : 'internal';
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ id, failure: { code, message } } satisfies FromRewriter);
  }
}

await loadZstd();
port.on('message', (message: ToRewriter) => {
  if (message === 'close') process.exit(0);
  void answer(message);
});
