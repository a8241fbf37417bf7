import { diffLines, diffWordsWithSpace } from 'diff';

/** A stretch of text: of both texts, or of one of them. */
export interface TextPiece {
  readonly side: 'both' | 'a' | 'b';
  readonly text: string;
}

/** Longest the window is held up by one comparison, ms. */
const MAX_MS = 150;
/** Longest texts compared word by word, UTF-16 units of both together. */
const MAX_WORDS = 40_000;

/**
 * What two texts have in common, in order: by words, by lines where they are long.
 *
 * @returns undefined where they have so little in common that looking for it would take too long
 */
export function textDiff(a: string, b: string): readonly TextPiece[] | undefined {
  if (a === b) return a === '' ? [] : [{ side: 'both', text: a }];
  const options = { timeout: MAX_MS };
  const words = a.length + b.length <= MAX_WORDS ? diffWordsWithSpace(a, b, options) : undefined;
  const changes = words ?? diffLines(a, b, options);
  return changes?.map(({ added, removed, value }) => ({
    side: added ? 'b' : removed ? 'a' : 'both',
    text: value,
  }));
}

/** Length of a common stretch from which on its middle is folded, UTF-16 units. */
const FOLD_FROM = 1_200;
/** What stays of it on each side. */
const KEPT = 400;

/** A stretch to draw, with the number of units left out after it. */
export interface ShownPiece extends TextPiece {
  readonly folded?: number;
}

/** The pieces with the middles of long common stretches left out: what differs is what one looks for. */
export function foldCommon(pieces: readonly TextPiece[]): ShownPiece[] {
  return pieces.flatMap((piece): ShownPiece[] => {
    const { side, text } = piece;
    if (side !== 'both' || text.length < FOLD_FROM) return [piece];
    const [head, tail] = [cut(text, KEPT), cut(text, text.length - KEPT)];
    return [
      { side, text: text.slice(0, head), folded: tail - head },
      { side, text: text.slice(tail) },
    ];
  });
}

/** The place itself, or one before where it would part a surrogate pair. */
function cut(text: string, at: number): number {
  return text.charCodeAt(at - 1) >> 10 === 0x36 ? at - 1 : at;
}
