import { signedDecimal } from '../../../otlp/wire.ts';

/** Tags of AnyValue: a varint, and the 8 bytes of a double. */
const INT_TAG = 0x18;
const DOUBLE_TAG = 0x21;

/** Finds numbers of attributes that hold some digits when they are written: they are not stored as text. */
export class IntSearch {
  readonly #text: string;
  /** Numbers below have fewer digits. */
  readonly #least: number;
  #bytes: Buffer = Buffer.alloc(0);

  /** @param text digits and signs in lower case */
  constructor(text: string) {
    this.#text = text;
    this.#least = text.length === 1 ? 0 : 10 ** (text.length - 1);
  }

  begin(bytes: Buffer): void {
    this.#bytes = bytes;
  }

  next(from: number): number {
    const bytes = this.#bytes;
    for (let at = bytes.indexOf(INT_TAG, from); at >= 0; at = bytes.indexOf(INT_TAG, at + 1)) {
      if (this.#isAt(at + 1)) return at;
    }
    return Infinity;
  }

  /** Whether a varint has the digits; those that are cut off have not. */
  #isAt(at: number): boolean {
    const bytes = this.#bytes;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7, at++) {
      const byte = bytes[at];
      if (byte === undefined) return false;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else high |= bits << 31;
      if (byte < 0x80) break;
    }
    if (high === 0 && low >>> 0 < this.#least) return false;
    return signedDecimal(low >>> 0, high >>> 0).includes(this.#text);
  }
}

/** As {@link IntSearch}, of numbers with a fraction. */
export class DoubleSearch {
  readonly #text: string;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(text: string) {
    this.#text = text;
  }

  begin(bytes: Buffer): void {
    this.#bytes = bytes;
  }

  next(from: number): number {
    const bytes = this.#bytes;
    for (
      let at = bytes.indexOf(DOUBLE_TAG, from);
      at >= 0;
      at = bytes.indexOf(DOUBLE_TAG, at + 1)
    ) {
      if (at + 9 > bytes.length) return Infinity;
      const number = bytes.readDoubleLE(at + 1);
      if ((Object.is(number, -0) ? '-0' : String(number)).includes(this.#text)) return at;
    }
    return Infinity;
  }
}
