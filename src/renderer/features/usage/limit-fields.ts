import { UNIT_BYTES } from '../../../shared/format-bytes.ts';
import { formatCount } from '../../ui/format.ts';

/** A limit as it was written: a number, null for none, or what is wrong with it. */
export type ReadLimit = { readonly limit: number | null } | { readonly problem: string };

const UNITS: Readonly<Record<string, number>> = {
  ...UNIT_BYTES,
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
};
const BYTE_UNITS = ['kB', 'MB', 'GB', 'TB', 'KiB', 'MiB', 'GiB', 'TiB'];

/**
 * Reads a limit: empty for none, digits with separators, and a unit (`2 GB`, `500k`, `2 GiB`).
 *
 * A comma or a point between groups of three digits is a separator; before fewer digits it is a decimal sign.
 *
 * @param example what to write, where it is none
 */
export function readLimit(text: string, example = '50,000 or 2 GB'): ReadLimit {
  const trimmed = text.trim();
  if (trimmed === '') return { limit: null };
  const match = /^([\d.,_'\s]+?)\s*([a-z]*)$/i.exec(trimmed);
  const factor = UNITS[match?.[2]?.toLowerCase() ?? ''];
  const digits = match?.[1]?.replaceAll(/[_'\s]/g, '').replaceAll(/[.,](?=\d{3}(?!\d))/g, '');
  const value = Number(digits?.replace(',', '.')) * (factor ?? Number.NaN);
  if (!Number.isFinite(value)) return { problem: `Write a number, such as ${example}.` };
  const limit = Math.round(value);
  if (limit < 1) return { problem: 'A limit is at least 1; leave it empty for none.' };
  if (limit > 1e15) return { problem: 'That is too much to matter; leave it empty for none.' };
  return { limit };
}

/** A number of bytes as {@link readLimit} reads it to the byte, in the unit that makes it shortest; empty for none. */
export function writeByteLimit(bytes: number | null): string {
  if (bytes === null) return '';
  const whole = BYTE_UNITS.map((unit) => ({ unit, value: bytes / UNITS[unit.toLowerCase()]! }))
    .filter(({ value }) => Number.isInteger(value))
    .toSorted((a, b) => a.value - b.value);
  const best = whole[0];
  return best === undefined ? formatCount(bytes) : `${formatCount(best.value)} ${best.unit}`;
}
