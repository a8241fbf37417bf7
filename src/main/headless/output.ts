import { visible } from './visible.ts';

/** Where a command's result goes: for people, or one JSON value a line with `--json`. Messages go to stderr. */
export interface Output {
  readonly json: boolean;
  /** The result: `value` with `--json`, else the text. */
  result(value: unknown, text: string): void;
  /** A remark for people; never on stdout. */
  note(text: string): void;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    result: (value, text) =>
      process.stdout.write(`${json ? visible(JSON.stringify(value)) : visible(text, '\n\t')}\n`),
    note: (text) => process.stderr.write(`${visible(text, '\n\t')}\n`),
  };
}

/** What takes two columns of a terminal: East Asian wide and full-width characters, and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
/** What takes none: it is drawn upon the character before. */
const NO_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200d]/u;

/** Columns of a terminal that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!NO_WIDTH.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** Rows as aligned columns under their headings; numbers to the right. Without rows it says so. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : visible(cell))),
  );
  const widths = headings.map((heading, column) =>
    cells.reduce((most, row) => Math.max(most, widthOf(row[column] ?? '')), heading.length),
  );
  const line = (row: readonly string[], numeric: (column: number) => boolean) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - widthOf(cell));
        return numeric(column) ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  const isNumber = (column: number) => rows.length > 0 && typeof rows[0]![column] === 'number';
  const lines = cells.map((row) => line(row, isNumber));
  if (!headings.some(Boolean)) return lines.join('\n');
  return [line(headings, isNumber), ...(lines.length > 0 ? lines : ['(none)'])].join('\n');
}
