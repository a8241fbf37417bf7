/**
 * `1 trace`, `12,000 traces`.
 *
 * @param locale BCP 47 tag for the separator of thousands
 */
export function countOf(count: number, noun: string, locale = 'en-US'): string {
  return `${count.toLocaleString(locale)} ${noun}${count === 1 ? '' : 's'}`;
}
