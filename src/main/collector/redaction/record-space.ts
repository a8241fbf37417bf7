import { fieldSize, putField } from './encode-value.ts';

/** Memory taken at a time, bytes. */
const CHUNK = 256 * 1024;
/** Pieces of memory that are kept to be used again. */
const KEPT_CHUNKS = 16;

const NO_CHUNK = Buffer.alloc(0);

/** A top-level field of a record that comes out differently. */
export interface Edit {
  /** Where its tag begins in the record, and where it ends. */
  readonly at: number;
  readonly end: number;
  /** Below 16. */
  readonly field: number;
  /** Its new content; `undefined`: it is left out. */
  readonly content: Uint8Array | undefined;
}

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

  /** The record with some of its fields, which are in order, exchanged; valid until {@link release}. */
  write(record: Uint8Array, edits: readonly Edit[]): Uint8Array {
    let size = record.length;
    for (const { at, end, content } of edits) {
      size -= end - at;
      if (content !== undefined) size += fieldSize(content.length);
    }
    this.reserve(size + record.length);
    const { chunk, used: start } = this;
    // The old record comes behind the new one, and its pieces are moved from there.
    const old = start + size;
    chunk.set(record, old);
    let out = start;
    let from = 0;
    for (const { at, end, field, content } of edits) {
      chunk.copyWithin(out, old + from, old + at);
      out += at - from;
      from = end;
      if (content !== undefined) out = putField(chunk, out, field, content);
    }
    chunk.copyWithin(out, old + from, old + record.length);
    this.used = old;
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
