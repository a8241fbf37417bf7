/** What a spreadsheet takes for the start of a formula, also behind spaces and in full width. */
const FORMULA = /^\s*[=+\-@|%\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}]|^\s/u;

/**
 * One cell (RFC 4180), always quoted. Text that a spreadsheet would run as a formula gets an apostrophe in front,
 * which spreadsheets take for "this is text".
 */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

export const csvRow = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;
