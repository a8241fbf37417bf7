import { WireWriter } from '../otlp/wire-writer.ts';

/** A protobuf message with some of its delimited fields replaced or left out; nothing is copied until one is. */
export class Patch {
  readonly #buffer: Uint8Array;
  /** Everything before is in the writer, once there is one. */
  #copied: number;
  #writer: WireWriter | undefined;

  /** @param start where the message begins in the buffer */
  constructor(buffer: Uint8Array, start: number) {
    this.#buffer = buffer;
    this.#copied = start;
  }

  /**
   * Puts a new body into a field.
   *
   * @param start where its tag is
   * @param end where it ends
   * @param body null to leave the field out, undefined to let it be
   */
  replace(start: number, end: number, tag: number, body: Uint8Array | null | undefined): void {
    if (body === undefined) return;
    this.#writer ??= new WireWriter(256);
    this.#writer.raw(this.#buffer.subarray(this.#copied, start));
    if (body !== null) this.#writer.bytesField(tag >>> 3, body);
    this.#copied = end;
  }

  /** The message up to its end; undefined when nothing was replaced. */
  finish(end: number): Uint8Array | undefined {
    if (this.#writer === undefined) return undefined;
    this.#writer.raw(this.#buffer.subarray(this.#copied, end));
    return this.#writer.finish();
  }
}
