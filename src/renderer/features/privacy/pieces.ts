import type { TrialHit } from '../../../shared/contract/redaction.ts';

/** A stretch of a text: one that was found, with what found it, or one between. */
export interface Piece {
  /** Where it begins in the text shown, and whether it was found: unlike any other piece. */
  readonly id: string;
  readonly text: string;
  readonly hit?: TrialHit;
}

/** A text cut at what was found in it. */
export function piecesBefore(text: string, hits: readonly TrialHit[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const hit of hits) {
    if (hit.start > at) pieces.push({ id: `${at}`, text: text.slice(at, hit.start) });
    pieces.push({ id: `hit ${hit.start}`, text: text.slice(hit.start, hit.end), hit });
    at = hit.end;
  }
  if (at < text.length) pieces.push({ id: `${at}`, text: text.slice(at) });
  return pieces;
}

/**
 * What a text became, cut at what was put in: found by the stretches between, which stay as they are.
 *
 * One whole piece where they do not, such as of a text that could not be examined.
 */
export function piecesAfter(before: string, after: string, hits: readonly TrialHit[]): Piece[] {
  const whole = [{ id: '0', text: after }];
  const pieces: Piece[] = [];
  let at = 0;
  let from = 0;
  for (const [index, hit] of hits.entries()) {
    const between = before.slice(from, hit.start);
    if (!after.startsWith(between, at)) return whole;
    if (between !== '') pieces.push({ id: `${at}`, text: between });
    at += between.length;
    from = hit.end;
    const next = hits[index + 1];
    const rest = before.slice(from, next?.start);
    const end = next === undefined ? after.length - rest.length : after.indexOf(rest, at);
    if (end < at) return whole;
    pieces.push({ id: `hit ${hit.start}`, text: after.slice(at, end), hit });
    at = end;
  }
  const rest = before.slice(from);
  if (after.slice(at) !== rest) return whole;
  if (rest !== '') pieces.push({ id: `${at}`, text: rest });
  return pieces;
}
