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

/** Rows as aligned columns under their headings; numbers to the right. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : visible(cell))),
  );
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[], numeric: (column: number) => boolean) =>
    row
      .map((cell, column) =>
        numeric(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  const isNumber = (column: number) => rows.length > 0 && typeof rows[0]![column] === 'number';
  const lines = cells.map((row) => line(row, isNumber));
  return (headings.some(Boolean) ? [line(headings, isNumber), ...lines] : lines).join('\n');
}
