/**
 * Where each line of a text begins when it is broken at line breaks and after `columns` monospaced columns.
 *
 * Text of any length can then be drawn a few lines at a time. Line `i` is `text.slice(starts[i], starts[i + 1])`; the
 * last entry is the length of the text. Wide (East Asian) characters take two columns, surrogate pairs stay together.
 */
export function lineStarts(text: string, columns: number): Uint32Array {
  let starts = new Uint32Array(Math.ceil(text.length / columns) + 1024);
  let count = 1;
  let column = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const width = unit < 0x1100 ? 1 : columnsOf(unit);
    const next = column + width;
    if (next > columns && column > 0 && unit !== 10) {
      if (count >= starts.length - 2) starts = grown(starts);
      starts[count++] = i;
      column = width;
    } else column = next;
    if (unit === 10) {
      if (count >= starts.length - 2) starts = grown(starts);
      starts[count++] = i + 1;
      column = 0;
    }
  }
  starts[count] = text.length;
  return starts.slice(0, count + 1);
}

/** Line `i` of a text without its line break. */
export function lineAt(text: string, starts: Uint32Array, i: number): string {
  const line = text.slice(starts[i], starts[i + 1]);
  return line.endsWith('\n') ? line.slice(0, line.endsWith('\r\n') ? -2 : -1) : line;
}

/** Columns of a UTF-16 unit; the second half of a surrogate pair takes none, so it never begins a line. */
function columnsOf(unit: number): number {
  if (unit >= 0xdc00 && unit <= 0xdfff) return 0;
  const wide =
    (unit >= 0x1100 && unit <= 0x115f) ||
    (unit >= 0x2e80 && unit <= 0xd7a3) ||
    (unit >= 0xd800 && unit <= 0xdbff) ||
    (unit >= 0xf900 && unit <= 0xfaff) ||
    (unit >= 0xfe30 && unit <= 0xfe6f) ||
    (unit >= 0xff00 && unit <= 0xff60);
  return wide ? 2 : 1;
}

function grown(starts: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(starts.length * 2);
  larger.set(starts);
  return larger;
}
