import { wireTypeOf, type Field } from './schema.ts';
import type { WireWriter } from './wire-writer.ts';

const TWO_32 = 4294967296;

/** Writes the scalars of OTLP/JSON, and notes what had to be forgiven. */
export class ScalarWriter {
  /** True once a 64-bit integer came as a JSON number too large to be exact. */
  isInexact = false;
  /** Deviations from OTLP/JSON that were accepted. */
  readonly quirks = new Set<string>();
  private readonly writer: WireWriter;
  private low = 0;
  private high = 0;

  constructor(writer: WireWriter) {
    this.writer = writer;
  }

  /** Writes a single field unless it has its default value; returns what is wrong with `value`, or ''. */
  write(field: Field, value: unknown): string {
    const { writer } = this;
    const keepDefault = field.presence || field.repeated;
    switch (field.type) {
      case 'string':
        if (typeof value !== 'string') return 'must be a string';
        if (value !== '' || keepDefault) writer.stringField(field.number, value);
        return '';
      case 'bytes': {
        if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value))
          return 'must be base64';
        if (value !== '' || keepDefault)
          writer.bytesField(field.number, Buffer.from(value, 'base64'));
        return '';
      }
      case 'hex':
        return this.writeId(field, value);
      default: {
        const problem = this.parse(field, value);
        const isDefault = this.low === 0 && this.high === 0;
        if (problem !== '' || (isDefault && !keepDefault)) return problem;
        writer.tag(field.number, wireTypeOf(field));
        this.writeParsed(field);
        return '';
      }
    }
  }

  /** Writes an element of a packed field, without tag; returns what is wrong with `value`, or ''. */
  writePacked(field: Field, value: unknown): string {
    const problem = this.parse(field, value);
    if (problem === '') this.writeParsed(field);
    return problem;
  }

  private writeId(field: Field, value: unknown): string {
    if (typeof value !== 'string') return 'must be a string';
    if (value === '') return '';
    // Base64 ids are what protobuf's own JSON mapping gives, and the most frequent mistake.
    if (value.length % 2 !== 0 || !/^[0-9a-fA-F]{1,64}$/.test(value)) {
      return 'must be hexadecimal digits (OTLP/JSON writes ids as hex, not base64)';
    }
    this.writer.hexField(field.number, value);
    return '';
  }

  /** Reads a number, bool or enum into `low` and `high`. */
  private parse(field: Field, value: unknown): string {
    this.high = 0;
    switch (field.type) {
      case 'bool':
        if (typeof value !== 'boolean') return 'must be true or false';
        this.low = value ? 1 : 0;
        return '';
      case 'enum':
        return this.parseEnum(field, value);
      case 'double':
        return this.parseDouble(value);
      case 'int64':
      case 'sfixed64':
        return this.parseInteger(value, true);
      case 'uint64':
      case 'fixed64':
        return this.parseInteger(value, false);
      case 'sint32': {
        const number = typeof value === 'string' && value !== '' ? Number(value) : value;
        if (typeof number !== 'number' || (number | 0) !== number)
          return 'must be a 32-bit integer';
        this.low = ((number << 1) ^ (number >> 31)) >>> 0;
        return '';
      }
      default: {
        const problem = this.parseInteger(value, false);
        return problem === '' && this.high !== 0
          ? 'must be a 32-bit integer, not negative'
          : problem;
      }
    }
  }

  private writeParsed({ type }: Field): void {
    const { writer, low, high } = this;
    switch (type) {
      case 'double':
      case 'fixed64':
      case 'sfixed64':
        writer.fixed64(low, high);
        return;
      case 'fixed32':
        writer.fixed32(low);
        return;
      default:
        writer.varint64(low, high);
    }
  }

  private parseEnum({ names = {} }: Field, value: unknown): string {
    // Of any 32-bit value, so that what protobuf holds and exports write is taken back.
    if (typeof value === 'number' && (value | 0) === value) {
      this.low = value >>> 0;
      this.high = value < 0 ? 0xffffffff : 0;
      return '';
    }
    if (typeof value !== 'string') return 'must be an integer';
    const name = value.toUpperCase();
    const known = Object.keys(names).find((full) => full === name || full.endsWith(`_${name}`));
    const number = known === undefined ? Number.parseInt(value, 10) : names[known]!;
    if (known === undefined && (!/^\d{1,9}$/.test(value) || Number.isNaN(number))) {
      return 'must be an integer (OTLP/JSON writes enums as numbers)';
    }
    this.quirks.add('enums written as text');
    this.low = number;
    return '';
  }

  private parseDouble(value: unknown): string {
    const isText = typeof value === 'string' && value !== '' && value.length <= 400;
    const text = isText ? (NOT_FINITE.get(value.toLowerCase()) ?? value) : '';
    const number = isText ? Number(text) : value;
    if (typeof number !== 'number' || (Number.isNaN(number) && text !== 'NaN')) {
      return 'must be a number';
    }
    scratch.setFloat64(0, number, true);
    this.low = scratch.getUint32(0, true);
    this.high = scratch.getUint32(4, true);
    return '';
  }

  /** A 64-bit integer from decimal text or a number, into halves of two's complement. */
  private parseInteger(value: unknown, signed: boolean): string {
    let digits: string;
    if (typeof value === 'string') digits = value;
    else if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 64) {
      if (!Number.isSafeInteger(value)) this.isInexact = true;
      digits = String(value);
    } else return 'must be an integer, as decimal text or a number';
    const isNegative = digits.startsWith('-');
    if (isNegative) digits = digits.slice(1);
    if (!/^\d{1,20}$/.test(digits)) return 'must be an integer, as decimal text or a number';
    const range = `must be ${signed ? 'a signed' : 'an unsigned'} 64-bit integer`;
    if (isNegative && !signed && !/^0+$/.test(digits)) return range;
    if (!this.parseDigits(digits)) return range;
    if (signed && this.high >= 0x80000000) {
      const isMinimum = isNegative && this.high === 0x80000000 && this.low === 0;
      if (!isMinimum) return range;
    }
    if (isNegative) this.negate();
    return '';
  }

  /** Up to 20 digits into unsigned halves, without BigInt: times come this way. False when over 64 bits. */
  private parseDigits(digits: string): boolean {
    const split = Math.max(0, digits.length - 9);
    const upper = Number(digits.slice(0, split));
    const lower = Number(digits.slice(split));
    // value = upper * 1e9 + lower, with upper taken as upper16 * 2^16 + lower16 so that every product is exact.
    const top = Math.floor(upper / 65536) * 1e9;
    const rest = (top % 65536) * 65536 + (upper % 65536) * 1e9 + lower;
    this.high = Math.floor(top / 65536) + Math.floor(rest / TWO_32);
    this.low = rest % TWO_32;
    return this.high < TWO_32;
  }

  private negate(): void {
    this.low = -this.low >>> 0;
    this.high = (~this.high + (this.low === 0 ? 1 : 0)) >>> 0;
  }
}

/** As Python writes them, Phoenix among others. */
const NOT_FINITE = new Map([
  ['inf', 'Infinity'],
  ['-inf', '-Infinity'],
  ['nan', 'NaN'],
]);
const scratch = new DataView(new ArrayBuffer(8));
