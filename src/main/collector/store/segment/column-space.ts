const aligned = (bytes: number): number => (bytes + 7) & ~7;

/**
 * Columns of zeros in one buffer: setting one up, counting it and sweeping it costs more than a column of some hundred
 * rows takes to fill.
 */
export class ColumnSpace {
  readonly #buffer: ArrayBuffer;
  #at = 0;

  /** @param bytes of all columns that will be asked for, see {@link ColumnSpace.bytes} */
  constructor(bytes: number) {
    this.#buffer = new ArrayBuffer(bytes);
  }

  /** Bytes of so many columns of `rows` numbers of 1, 2, 4 and 8 bytes. */
  static bytes(rows: number, columns: { u8?: number; u16?: number; u32?: number; f64?: number }) {
    const { u8 = 0, u16 = 0, u32 = 0, f64 = 0 } = columns;
    return u8 * aligned(rows) + u16 * aligned(rows * 2) + u32 * aligned(rows * 4) + f64 * rows * 8;
  }

  u8(rows: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer, this.#take(rows), rows);
  }

  u16(rows: number): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.#buffer, this.#take(rows * 2), rows);
  }

  u32(rows: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#buffer, this.#take(rows * 4), rows);
  }

  i32(rows: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#buffer, this.#take(rows * 4), rows);
  }

  f64(rows: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#buffer, this.#take(rows * 8), rows);
  }

  #take(bytes: number): number {
    const at = this.#at;
    this.#at += aligned(bytes);
    return at;
  }
}
