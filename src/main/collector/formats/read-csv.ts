import { parseBounded } from '../otlp/bounded-json.ts';
import type { ByteSource } from './byte-source.ts';
import { convertRecord } from './convert-record.ts';
import { CsvRows, type CsvRow } from './csv-rows.ts';
import type { FoundQueue } from './found-queue.ts';
import { SpanBatch } from './span-batch.ts';
import type { Found } from './types.ts';

const STEP_BYTES = 64 * 1024;

/** Whether bytes begin with a row of column names of a table of traces or observations. */
export function isTable(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 8192))
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const names = new Set<string>();
  const header = new CsvRows(({ cells }) => {
    for (const name of cells) names.add(name.trim().toLowerCase().replaceAll(/[_ .]/g, ''));
    return true;
  });
  header.feed(`${text.split('\n')[0] ?? ''}\n`);
  const hasTime = names.has('timestamp') || names.has('starttime');
  return hasTime && (names.has('id') || names.has('contextspanid') || names.has('traceid'));
}

/** Reads a table of Langfuse or Phoenix: the first row names the columns. */
export async function* readCsv(source: ByteSource, queue: FoundQueue): AsyncGenerator<Found> {
  queue.format('CSV');
  const decoder = new TextDecoder();
  const table = new Table(queue);
  const rows = new CsvRows((row) => table.row(row));
  for (let piece = await source.take(STEP_BYTES); piece.length > 0;) {
    rows.feed(decoder.decode(piece, { stream: true }));
    yield* queue.take();
    piece = await source.take(STEP_BYTES);
  }
  rows.end();
  table.end();
  yield* queue.take();
}

class Table {
  readonly #queue: FoundQueue;
  readonly #batch: SpanBatch;
  #names: readonly string[] | undefined;
  /** Up to this line it was told that there are no rows. */
  #toldLine = 0;

  constructor(queue: FoundQueue) {
    this.#queue = queue;
    this.#batch = new SpanBatch(queue);
  }

  /** Takes a row; false where it is none of the table, as quotes are missing in it. */
  row({ cells, line, lastLine, isOpen }: CsvRow): boolean {
    if (this.#names === undefined) {
      this.#names = cells.map((name) => name.trim());
      return true;
    }
    const names = this.#names;
    if (isOpen || cells.length !== names.length) {
      const reason = isOpen
        ? 'a quote in the row is never closed'
        : `the row has ${cells.length} columns, not ${names.length}`;
      // Of the lines of such a row, those that are none by themselves are told by it.
      if (line > this.#toldLine) this.#queue.problem({ line }, reason, 1);
      this.#toldLine = Math.max(this.#toldLine, lastLine);
      return false;
    }
    const record = Object.fromEntries(names.map((name, at) => [name, valueOf(cells[at]!)]));
    let converted;
    try {
      converted = convertRecord(record);
    } catch {
      converted = undefined;
    }
    if (converted === undefined) {
      this.#queue.problem({ line }, 'the row is of no known form', 1);
      return true;
    }
    this.#queue.format(converted.format);
    if (converted.spans.length === 0) this.#queue.problem({ line }, 'it has no id or no time', 1);
    const bytes = cells.reduce((sum, cell) => sum + cell.length, 0) / converted.spans.length;
    for (const span of converted.spans) this.#batch.add(span, { line }, bytes);
    return true;
  }

  end(): void {
    this.#batch.flush();
  }
}

/** A cell: JSON where it is an object or a list, null where it is empty. */
function valueOf(cell: string): unknown {
  if (cell === '' || cell === 'null') return null;
  if (!/^\s*[[{]/.test(cell)) return cell;
  try {
    return parseBounded(cell);
  } catch {
    return cell;
  }
}
