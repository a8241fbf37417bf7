import type { AuditEntry } from '../../../shared/contract/audit.ts';

type State = AuditEntry['before'];
type Fields = Readonly<Record<string, unknown>>;

/** One field of what something was done to; an absent side is undefined. */
export interface FieldDifference {
  /** `traces.days`: a field in a field. */
  readonly field: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'same';
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The fields before and after: those that differ first, each group in the order they came in. */
export function differenceOf(before: State, after: State): FieldDifference[] {
  const all = rowsOf('', before ?? {}, after ?? {});
  return [
    ...all.filter(({ kind }) => kind !== 'same'),
    ...all.filter(({ kind }) => kind === 'same'),
  ];
}

/** Fields of both; of fields in a field each by itself, where no side has something else in its place. */
function rowsOf(prefix: string, before: Fields, after: Fields): FieldDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): FieldDifference[] => {
    const field = `${prefix}${name}`;
    const [a, b] = [before[name], after[name]];
    const [inA, inB] = [fieldsOf(a), fieldsOf(b)];
    if (inA && inB) return rowsOf(`${field}.`, inA, inB);
    const [left, right] = [textOf(a), textOf(b)];
    return [{ field, kind: kindOf(left, right), before: left, after: right }];
  });
}

/** Fields of a value that has any, none of an absent one; undefined of any other value. */
function fieldsOf(value: unknown): Fields | undefined {
  if (value === undefined) return {};
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.keys(value).length > 0 ? (value as Fields) : undefined;
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
  // With blanks, at which a long one is broken over lines.
  return value === null ? 'none' : JSON.stringify(value, null, 1).replace(/\n */g, ' ');
}

/** A time as the collector writes it, to the second and with room to break; other text as it is. */
function readableTime(text: string): string {
  return text.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/, '$1 $2 UTC');
}
