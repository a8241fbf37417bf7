import type { RewriteClient } from './rewrite-client.ts';

/**
 * Does what has a staged file take the place of another. Where that fails, the staged file is removed: it must not take
 * the last of a disk, and may hold what was to go.
 *
 * @param staged undefined: there is none
 */
export async function orDiscard<T>(
  rewriter: Pick<RewriteClient, 'call'>,
  staged: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (staged !== undefined) await discard(rewriter, staged);
    throw error;
  }
}

/** Removes a staged file. What cannot be removed now is removed at the next start. */
export async function discard(
  rewriter: Pick<RewriteClient, 'call'>,
  staged: string,
): Promise<void> {
  for (const end of ['', '-wal', '-shm']) {
    await rewriter.call('unlink', staged + end).catch(() => undefined);
  }
}
