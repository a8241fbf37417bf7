import { createContext, use } from 'react';
import {
  ANY_TYPE,
  DEFAULT_MARKS,
  FAILED_TYPE,
  markFinder,
  type MarkFinder,
  type RedactionMark,
} from '../../../../shared/redaction-marks.ts';
import type { DetailRedaction } from '../../../../shared/span-detail.ts';
import { typeName } from '../../privacy/type-words.ts';

/** A piece of a text; one with a `mark` stands where personal data or a secret was. */
export interface TextPiece {
  /** Where it begins in the text. */
  readonly at: number;
  readonly text: string;
  readonly mark?: RedactionMark;
}

const Finder = createContext<MarkFinder>(markFinder(DEFAULT_MARKS));

/** Says how replacements of the span around look. */
export const MarkFinderProvider = Finder.Provider;
export const useMarkFinder = (): MarkFinder => use(Finder);

/** A finder of what always means a replacement, and of what a project's rules make. */
export function finderOf(marks: readonly RedactionMark[]): MarkFinder {
  return markFinder([...marks, ...DEFAULT_MARKS]);
}

/** Splits a text at replacements such as `[EMAIL]`, `[EMAIL:kqzmwtpbxdfg]` and `************1111`. */
export function splitRedacted(text: string, find: MarkFinder): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const { start, end, mark } of find(text)) {
    if (start > at) pieces.push({ at, text: text.slice(at, start) });
    pieces.push({ at: start, text: text.slice(start, end), mark });
    at = end;
  }
  if (at < text.length || pieces.length === 0) pieces.push({ at, text: text.slice(at) });
  return pieces;
}

/** What was replaced, in words: `E-mail`, `EMPLOYEE_ID (rule emp)`. */
export function countedName({ type, rule }: Pick<DetailRedaction, 'type' | 'rule'>): string {
  if (rule !== type) return `${typeName(type)} (rule ${rule})`;
  return type === ANY_TYPE ? 'Masked value' : typeName(type);
}

/** Why something else stands in a text than what was sent. */
export function explainMark({ type, rule, look }: RedactionMark): string {
  if (type === FAILED_TYPE) return 'This value could not be examined, so it was not stored';
  const by = rule === undefined ? `the built-in rule ${type}` : `the rule “${rule}”`;
  const how = type === ANY_TYPE ? 'by a redaction rule of this project' : `by ${by}`;
  const verb = look === 'mask' ? 'masked' : 'redacted';
  const same = look === 'pseudonym' ? '; the same value always has this token' : '';
  return `${type === ANY_TYPE ? 'A value' : typeName(type)} ${verb} ${how}${same}`;
}
