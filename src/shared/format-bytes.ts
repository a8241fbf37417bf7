/** Bytes in a unit, by its name in lower case. */
export const UNIT_BYTES: Readonly<Record<string, number>> = {
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

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'];

/**
 * Bytes as people read them, in steps of 1000: `812 B`, `38.4 MB`, `153 GB`.
 *
 * @param locale BCP 47 tag for the decimal separator
 */
export function formatBytes(bytes: number, locale = 'en-US'): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < SIZES.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${SIZES[unit]}`;
}
