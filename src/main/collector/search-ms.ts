import type { RE2JS } from 're2js';
import { threadMs } from './thread-ms.ts';

/** States times characters from which on it is tried first how long a search takes. */
export const TRIED_FROM = 4_000_000;
const PIECES = 8;
const PIECE = 1024;

/**
 * About how long a search of a long text takes, ms of this thread. It cannot be interrupted, so its time is told from
 * pieces of the text. The better of two rounds counts: in the first one the engine may have been compiling.
 */
export function searchMs(pattern: RE2JS, text: string): number {
  const step = Math.floor((text.length - PIECE) / (PIECES - 1));
  let best = Infinity;
  for (let round = 0; round < 2; round++) {
    const start = threadMs();
    for (let piece = 0; piece < PIECES; piece++) {
      const matcher = pattern.matcher(text.slice(piece * step, piece * step + PIECE));
      while (matcher.find());
    }
    best = Math.min(best, threadMs() - start);
  }
  return (best / (PIECES * PIECE)) * text.length;
}
