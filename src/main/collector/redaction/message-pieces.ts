import { encodeField } from './encode-value.ts';

/** A message written anew from ranges of the old one and new fields between them. */
export class MessagePieces {
  private readonly parts: Uint8Array[] = [];
  private readonly bytes: Buffer;
  private copied: number;

  /** @param start where the message begins in `bytes` */
  constructor(bytes: Buffer, start: number) {
    this.bytes = bytes;
    this.copied = start;
  }

  /** The old message up to `at` stays; what lies between there and `next` is left out. */
  skip(at: number, next: number): void {
    if (at > this.copied) this.parts.push(this.bytes.subarray(this.copied, at));
    this.copied = next;
  }

  /** A delimited field whose number is below 16. */
  field(field: number, content: Uint8Array): void {
    this.parts.push(encodeField(field, content));
  }

  /** All of it; the old message ends at `end`. */
  finish(end: number): Uint8Array {
    this.skip(end, end);
    return Buffer.concat(this.parts);
  }
}
