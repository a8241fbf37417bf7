import type { CountedUnit } from '../../../shared/contract/analytics.ts';
import { readSplitKey } from '../../../shared/query/group-key.ts';

export const UNIT_WORDS: Readonly<Record<CountedUnit, string>> = {
  traces: 'Traces',
  spans: 'Spans',
  calls: 'Model calls',
};

/** What is split by, as it is called within a sentence: a field by its name, or the key of an attribute. */
export function splitWord(by: string): string {
  const key = readSplitKey(by);
  return key.kind === 'field' ? key.field : key.key;
}

/** What is split by, above its values. Keys stay as they are written. */
export function splitTitle(by: string): string {
  const word = splitWord(by);
  const isField = readSplitKey(by).kind === 'field';
  return isField ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
