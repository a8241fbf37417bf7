/** A piece of a filter as it is colored. */
export interface QueryPiece {
  readonly text: string;
  readonly kind: 'key' | 'operator' | 'value' | 'word' | 'bracket' | 'space';
  readonly isWrong: boolean;
}

const PIECE =
  /(?:(?:trace|span)\.)?score\."(?:[^"\\]|\\[^])*"?|"(?:[^"\\]|\\[^])*"?|[(),]|[=!<>~]+|\s+|[^\s"(),=!<>~]+/gi;
const WORDS = new Set(['and', 'or', 'not', 'in', 'between', 'exists', 'has', 'count', '&&', '||']);

/**
 * The pieces of a filter, complete or not, in order; together they are the text.
 *
 * @param wrong what is underlined, UTF-16 offsets
 */
export function highlightQuery(
  text: string,
  wrong?: { from: number; to: number } | null,
): QueryPiece[] {
  const found = [...text.matchAll(PIECE)].map(([piece], i, all) => ({
    piece,
    from: all[i]!.index,
  }));
  let isAfterOperator = false;
  return found.flatMap(({ piece, from }, i) => {
    const next = found.slice(i + 1).find((one) => one.piece.trim() !== '')?.piece ?? '';
    const kind = kindOf(piece, next, isAfterOperator);
    if (kind !== 'space') isAfterOperator = kind === 'operator';
    return cut(piece, from, wrong).map(({ part, isWrong }) => ({ text: part, kind, isWrong }));
  });
}

function kindOf(piece: string, next: string, isAfterOperator: boolean): QueryPiece['kind'] {
  if (piece.trim() === '') return 'space';
  if (/^[(),]$/.test(piece)) return 'bracket';
  if (/^[=!<>~]/.test(piece)) return 'operator';
  if (isAfterOperator) return 'value';
  if (WORDS.has(piece.toLowerCase())) return 'word';
  if (piece.toLowerCase() === 'pinned') return 'key';
  return /^[=!<>~]/.test(next) || /^(?:in|between|exists)$/i.test(next) ? 'key' : 'value';
}

function cut(
  piece: string,
  start: number,
  wrong: { from: number; to: number } | null | undefined,
): { part: string; isWrong: boolean }[] {
  if (!wrong) return [{ part: piece, isWrong: false }];
  const from = Math.min(Math.max(wrong.from - start, 0), piece.length);
  const to = Math.min(Math.max(wrong.to - start, 0), piece.length);
  return [
    { part: piece.slice(0, from), isWrong: false },
    { part: piece.slice(from, to), isWrong: true },
    { part: piece.slice(to), isWrong: false },
  ].filter(({ part }) => part !== '');
}
