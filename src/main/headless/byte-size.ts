const UNIT_BYTES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** What {@link parseBytes} reads, for messages. */
export const BYTES_EXPECTED = 'bytes as a whole number, or with a unit, as 500MB or 2GiB';

/**
 * Bytes in `2000000000`, `500MB`, `1.5 GB` or `2GiB`, in any letter case; undefined for anything
 * else. What is not whole is rounded down.
 */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d{1,16}(?:\.\d{1,6})?) ?([kmgt]?i?b)?$/i.exec(text);
  const unit = UNIT_BYTES[(match?.[2] ?? '').toLowerCase()];
  if (match === null || unit === undefined) return undefined;
  const bytes = Math.floor(Number(match[1]) * unit);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
