import type { ScoreValue } from '../../../shared/contract/annotations.ts';

/** What somebody wrote as a score: a number, yes or no, or else a label. */
export function readScoreValue(text: string): ScoreValue {
  const value = text.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value)) {
    const number = Number(value);
    if (Number.isFinite(number)) return number;
  }
  if (/^(?:yes|true)$/i.test(value)) return true;
  if (/^(?:no|false)$/i.test(value)) return false;
  return value;
}
