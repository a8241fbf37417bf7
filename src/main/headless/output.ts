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
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!NO_WIDTH.test(character)) width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** Ids, times and amounts, which are of no use in part, and what is said where there is no time. */
const WHOLE = /^(?:|never|[0-9a-f]{16,}|[a-z]{2,4}_[0-9a-z]+|\d{4}-\d\d-\d\d.*|(?:about )?[\d,]+)$/;
/** A time with its seconds. */
const SECONDS = /^(\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d(?:\.\d+)?Z$/;
/** Columns that are left of a name at least. */
const LEAST = 12;

/** Takes from the widest columns of names until all fit; undefined where they cannot. */
function fitWidths(
  widths: readonly number[],
  isName: (index: number) => boolean,
  room: number,
): number[] | undefined {
  const fitted = [...widths];
  const names = fitted.flatMap((_, index) => (isName(index) ? [index] : []));
  const taken = 2 * (widths.length - 1);
  let over = widths.reduce((sum, width) => sum + width, taken) - room;
  const spare = names.reduce((sum, index) => sum + Math.max(0, widths[index]! - LEAST), 0);
  if (over > spare) return undefined;
  for (; over > 0; over--) {
    const widest = names.reduce((a, b) => (fitted[b]! > fitted[a]! ? b : a));
    fitted[widest]!--;
  }
  return fitted;
}

/** Columns that stand in one line of a row, and their widths. */
interface Line {
  readonly columns: readonly number[];
  readonly widths: readonly number[];
}

/** How far the further lines of a row are put in. */
const INDENT = 2;

/** Puts columns into as many lines as they need, in their order. */
function foldColumns(
  columns: readonly number[],
  room: number,
  leastOf: (column: number) => number,
): number[][] {
  const lines: number[][] = [];
  let left = 0;
  for (const column of columns) {
    const needed = leastOf(column);
    const line = lines.at(-1);
    if (line !== undefined && left >= needed + 2) {
      line.push(column);
      left -= needed + 2;
    } else {
      left = room - (lines.length === 0 ? 0 : INDENT) - needed;
      lines.push([column]);
    }
  }
  return lines;
}

function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) >= width) break;
    kept += character;
  }
  return `${kept}…`;
}

/** A number as people read it. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-US');
}

/** Columns of the terminal; no end of them in a file or for another program, which gets all of every value. */
const roomNow = (): number =>
  process.stdout.isTTY ? (process.stdout.columns ?? Infinity) : Infinity;

/**
 * Rows as aligned columns under their headings; numbers to the right. Without rows it says so.
 *
 * @param room columns of the terminal: where names make a table too wide for it, they are shortened; where that is not
 *   enough, what is the same in every row is told once above it, then times are told to the minute; and where that is
 *   not either, rows take several lines
 */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  room = roomNow(),
): string {
  let cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? formatCount(cell) : visible(cell))),
  );
  const isNumber = (column: number) => rows.length > 0 && typeof rows[0]![column] === 'number';
  const isWhole = (column: number) => cells.every((row) => WHOLE.test(row[column] ?? ''));
  const isName = (column: number) => !isNumber(column) && !isWhole(column);
  const isSame = (column: number) =>
    cells.length > 1 && cells.every((row) => row[column] === cells[0]![column]);
  const widthOfColumn = (column: number) =>
    cells.reduce(
      (most, row) => Math.max(most, widthOf(row[column] ?? '')),
      headings[column]!.length,
    );
  const fit = (columns: readonly number[], inRoom = room): Line | undefined => {
    const full = columns.map(widthOfColumn);
    const widths = fitWidths(full, (index) => isName(columns[index]!), inRoom);
    return widths === undefined ? undefined : { columns, widths };
  };
  const all = headings.map((_, column) => column);
  const different = all.filter((column) => isNumber(column) || !isSame(column));
  const fold = (): Line[] =>
    foldColumns(different, room, (column) =>
      Math.min(widthOfColumn(column), isName(column) ? LEAST : Infinity),
    ).map(
      (columns, index) =>
        fit(columns, room - (index === 0 ? 0 : INDENT)) ?? {
          columns,
          widths: columns.map(widthOfColumn),
        },
    );
  let one = fit(all) ?? fit(different);
  if (one === undefined) {
    const precise = cells;
    cells = cells.map((row) => row.map((cell) => cell.replace(SECONDS, '$1Z')));
    one = fit(different);
    if (one === undefined) cells = precise;
  }
  const lines = one === undefined ? fold() : [one];
  const write = (row: readonly string[]) =>
    lines
      .flatMap(({ columns, widths }, index) => {
        const text = columns
          .map((column, at) => {
            const cell = shorten(row[column] ?? '', widths[at]!);
            const space = ' '.repeat(widths[at]! - widthOf(cell));
            return isNumber(column) ? space + cell : cell + space;
          })
          .join('  ')
          .trimEnd();
        if (index === 0) return [text];
        return text === '' ? [] : [' '.repeat(INDENT) + text];
      })
      .join('\n');
  const written = cells.map(write);
  if (!headings.some(Boolean)) return written.join('\n');
  const shown = new Set(lines.flatMap(({ columns }) => columns));
  const said = all
    .filter((column) => !shown.has(column))
    .map((column) => `${headings[column]} ${cells[0]![column] || '(none)'}`);
  return [
    ...(said.length > 0 ? [`Of all rows: ${said.join(', ')}`, ''] : []),
    write(headings),
    ...(written.length > 0 ? written : ['(none)']),
  ].join('\n');
}
