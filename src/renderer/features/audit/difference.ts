import type { AuditEntry } from '../../../shared/contract/audit.ts';

type State = AuditEntry['before'];

/** One field of what something was done to; an absent side is undefined. */
export interface FieldDifference {
  readonly field: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'same';
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The fields before and after: those that differ first, each group in the order they came in. */
export function differenceOf(before: State, after: State): FieldDifference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const all = fields.map((field): FieldDifference => {
    const left = textOf(before?.[field]);
    const right = textOf(after?.[field]);
    return { field, kind: kindOf(left, right), before: left, after: right };
  });
  return [
    ...all.filter(({ kind }) => kind !== 'same'),
    ...all.filter(({ kind }) => kind === 'same'),
  ];
}

function kindOf(before: string | undefined, after: string | undefined): FieldDifference['kind'] {
  if (before === after) return 'same';
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return value.length === 0 ? 'none' : value.join(', ');
  }
  if (typeof value === 'string') return value === '' ? '“”' : readableTime(value);
  return value === null ? 'none' : JSON.stringify(value);
}

/** A time as the collector writes it, to the second and with room to break; other text as it is. */
function readableTime(text: string): string {
  return text.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/, '$1 $2 UTC');
}
