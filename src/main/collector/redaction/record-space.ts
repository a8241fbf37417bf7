import { fieldSize, putField } from './encode-value.ts';

/** Memory taken at a time, bytes. */
const CHUNK = 256 * 1024;
/** Pieces of memory that are kept to be used again. */
const KEPT_CHUNKS = 16;

const NO_CHUNK = Buffer.alloc(0);

/**
 * Writes records anew, one after the other into the same memory.
 *
 * With a buffer for each, making and collecting them takes as long as finding what is to be redacted; and who reads
 * records that lie next to each other has one buffer for many.
 */
export class RecordSpace {
  private chunk: Buffer = NO_CHUNK;
  private used = 0;
  private readonly kept: Buffer[] = [];
  private nextKept = 0;
  /** Memory is kept only for who says when it can be used again. */
  private isReleased = false;
  /** What {@link exchange} was told: where each field begins and ends, its number, and its new content. */
  private readonly places: number[] = [];
  private readonly contents: (Uint8Array | undefined)[] = [];
  private edits = 0;

  /** Begins another record. */
  begin(): void {
    this.edits = 0;
  }

  /** True when a field of the record comes out differently. */
  get isChanged(): boolean {
    return this.edits > 0;
  }

  /**
   * Says that a top-level field comes out differently, one after the other as they lie in the record.
   *
   * @param at where its tag begins in the record. @param end where it ends. @param field its number, below 16.
   * @param content its new content; `undefined`: it is left out.
   */
  exchange(at: number, end: number, field: number, content: Uint8Array | undefined): void {
    const place = this.edits * 3;
    this.places[place] = at;
    this.places[place + 1] = end;
    this.places[place + 2] = field;
    this.contents[this.edits++] = content;
  }

  /** The record with the fields exchanged; valid until {@link release}. */
  write(record: Uint8Array): Uint8Array {
    const { places, contents, edits } = this;
    let size = record.length;
    let growth = 0;
    for (let edit = 0; edit < edits; edit++) {
      const content = contents[edit];
      size -= places[edit * 3 + 1]! - places[edit * 3]!;
      if (content !== undefined) size += fieldSize(content.length);
      growth = Math.max(growth, size - record.length);
    }
    this.reserve(record.length + growth);
    const { chunk, used: start } = this;
    // As far behind its place as what comes before any of its pieces grows, the record comes first.
    const old = start + growth;
    chunk.set(record, old);
    let out = start;
    let from = 0;
    for (let edit = 0; edit < edits; edit++) {
      const at = places[edit * 3]!;
      const content = contents[edit];
      if (out !== old + from) chunk.copyWithin(out, old + from, old + at);
      out += at - from;
      from = places[edit * 3 + 1]!;
      if (content !== undefined) out = putField(chunk, out, places[edit * 3 + 2]!, content);
    }
    if (out !== old + from) chunk.copyWithin(out, old + from, old + record.length);
    this.used = start + size;
    return new Uint8Array(chunk.buffer, start, size);
  }

  /** No record written so far is needed any more: their memory is used again. */
  release(): void {
    this.isReleased = true;
    this.nextKept = 0;
    this.chunk = NO_CHUNK;
    this.used = 0;
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.chunk.length) return;
    this.used = 0;
    if (bytes > CHUNK) {
      this.chunk = Buffer.allocUnsafeSlow(bytes);
      return;
    }
    let chunk = this.kept[this.nextKept++];
    if (chunk === undefined) {
      chunk = Buffer.allocUnsafeSlow(CHUNK);
      if (this.isReleased && this.kept.length < KEPT_CHUNKS) this.kept.push(chunk);
    }
    this.chunk = chunk;
  }
}

let shared: RecordSpace | undefined;

/** The space of this thread. */
export function sharedSpace(): RecordSpace {
  return (shared ??= new RecordSpace());
}
