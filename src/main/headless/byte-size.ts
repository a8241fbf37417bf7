import { UNIT_BYTES } from '../../shared/format-bytes.ts';

/** What {@link parseBytes} reads, for messages. */
export const BYTES_EXPECTED = 'bytes as a whole number, or with a unit, as 500MB or 2GiB';

/**
 * Bytes in `2000000000`, `500MB`, `1.5 GB` or `2GiB`, in any letter case; undefined for anything
 * else. What is not whole is rounded down.
 */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d{1,16}(?:\.\d{1,6})?) ?([kmgt]?i?b)?$/i.exec(text);
  const unit = UNIT_BYTES[(match?.[2] ?? 'b').toLowerCase()];
  if (match === null || unit === undefined) return undefined;
  const bytes = Math.floor(Number(match[1]) * unit);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
