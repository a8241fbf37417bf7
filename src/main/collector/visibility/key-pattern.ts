import type { MatchKind } from '../../../shared/visibility.ts';

/** Tells whether a rule's pattern is about an attribute key. */
export type KeyTest = (key: string) => boolean;

/**
 * A pattern as a test of keys; letter case counts. In a glob `*` stands for any characters, also none, and `?` for
 * one, dots included.
 *
 * Takes time in proportion to the key: each place of it is compared with one piece of the pattern at most, and nothing
 * is ever taken back.
 */
export function keyTest(match: MatchKind, pattern: string): KeyTest {
  switch (match) {
    case 'exact':
      return (key) => key === pattern;
    case 'prefix':
      return (key) => key.startsWith(pattern);
    case 'glob':
      return globTest(pattern);
  }
}

/** Pieces between the stars are looked for from left to right, each as early as it fits. */
function globTest(pattern: string): KeyTest {
  // Where every character stands for itself, the engine's own search finds the pieces far faster.
  if (pattern.includes('*') && !/[?\p{Cs}]/u.test(pattern)) {
    return plainGlobTest(pattern.split('*'));
  }
  const pieces = pattern.split('*').map((piece) => [...piece]);
  const first = pieces[0]!;
  if (pieces.length === 1) {
    return (key) => {
      const text = [...key];
      return text.length === first.length && fits(text, first, 0);
    };
  }
  const last = pieces.at(-1)!;
  const inner = pieces.slice(1, -1).filter((piece) => piece.length > 0);
  return (key) => {
    const text = [...key];
    const end = text.length - last.length;
    if (end < first.length || !fits(text, first, 0) || !fits(text, last, end)) return false;
    let at = first.length;
    for (const piece of inner) {
      while (at + piece.length <= end && !fits(text, piece, at)) at++;
      at += piece.length;
      if (at > end) return false;
    }
    return true;
  };
}

function plainGlobTest(pieces: readonly string[]): KeyTest {
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  const inner = pieces.slice(1, -1).filter((piece) => piece !== '');
  return (key) => {
    const end = key.length - last.length;
    if (end < first.length || !key.startsWith(first) || !key.endsWith(last)) return false;
    let at = first.length;
    for (const piece of inner) {
      at = key.indexOf(piece, at);
      if (at < 0) return false;
      at += piece.length;
    }
    return at <= end;
  };
}

function fits(text: readonly string[], piece: readonly string[], at: number): boolean {
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] !== '?' && piece[i] !== text[at + i]) return false;
  }
  return true;
}
