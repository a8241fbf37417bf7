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
