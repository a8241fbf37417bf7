import type { Attribute, AttributeValue } from '../../../shared/telemetry.ts';
import {
  ARRAY_VALUE,
  BOOL_VALUE,
  BYTES_VALUE,
  DOUBLE_VALUE,
  INT_VALUE,
  KeyValueView,
  KVLIST_VALUE,
  STRING_VALUE,
} from './any-value.ts';
import { utf8End } from './utf8.ts';
import { signedDecimal, type WireReader } from './wire.ts';

/** How much of a record is decoded for display. */
export interface DetailLimits {
  /** Bytes decoded of one text or bytes value; the rest is left out and its size told. Default: all. */
  readonly maxValueBytes?: number;
}

/** Arrays and kvlists inside each other; ingest refuses far less. */
const MAX_DEPTH = 256;

const EMPTY: AttributeValue = { type: 'empty', value: null };

/** Decodes attributes in full; failures stay in the reader. */
export class ValueDecoder {
  private readonly reader: WireReader;
  private readonly buffer: Buffer;
  private readonly maxValueBytes: number;

  constructor(reader: WireReader, limits: DetailLimits) {
    this.reader = reader;
    this.buffer = reader.buffer as Buffer;
    this.maxValueBytes = limits.maxValueBytes ?? Number.POSITIVE_INFINITY;
  }

  /** The KeyValue field that comes next. */
  attribute(): Attribute {
    const outer = this.reader.enter();
    const attribute = this.keyValue(0);
    this.reader.leave(outer);
    return attribute;
  }

  /** The AnyValue field that comes next. */
  value(): AttributeValue {
    const outer = this.reader.enter();
    const view = new KeyValueView();
    view.readAnyValue(this.reader);
    this.reader.leave(outer);
    return this.content(view, 0);
  }

  /** The string field that comes next. */
  text(): string {
    return this.delimited('utf8');
  }

  /** The id field that comes next, in lower-case hex; '' for one that is all zero. */
  id(): string {
    const hex = this.delimited('hex');
    return /^0*$/.test(hex) ? '' : hex;
  }

  private delimited(encoding: BufferEncoding): string {
    const { buffer, reader } = this;
    const end = reader.delimitedEnd();
    if (reader.failed) return '';
    const text = buffer.toString(encoding, reader.position, end);
    reader.position = end;
    return text;
  }

  private keyValue(depth: number): Attribute {
    const view = new KeyValueView();
    view.readKeyValue(this.reader);
    if (this.reader.failed) return { key: '', value: EMPTY };
    const key = this.buffer.toString('utf8', view.keyStart, view.keyEnd);
    return { key, value: this.content(view, depth) };
  }

  private content(view: KeyValueView, depth: number): AttributeValue {
    if (this.reader.failed) return EMPTY;
    switch (view.type) {
      case STRING_VALUE:
        return { type: 'string', ...this.clipped(view, 'utf8') };
      case BYTES_VALUE:
        return { type: 'bytes', ...this.clipped(view, 'base64') };
      case BOOL_VALUE:
        return { type: 'bool', value: view.low === 1 };
      case INT_VALUE:
        return { type: 'int', value: signedDecimal(view.low, view.high) };
      case DOUBLE_VALUE:
        return { type: 'double', value: double(this.buffer.readDoubleLE(view.valueStart)) };
      case ARRAY_VALUE: {
        const element = (): AttributeValue => {
          const inner = new KeyValueView();
          inner.readAnyValue(this.reader);
          return this.content(inner, depth + 1);
        };
        return { type: 'array', value: this.list(view, depth, element) };
      }
      case KVLIST_VALUE:
        return {
          type: 'kvlist',
          value: this.list(view, depth, () => this.keyValue(depth + 1)),
        };
      default:
        return EMPTY;
    }
  }

  /** The elements (field 1) of an ArrayValue or KeyValueList; the reader comes back where it was. */
  private list<T>(view: KeyValueView, depth: number, element: () => T): T[] {
    const { reader } = this;
    const elements: T[] = [];
    if (depth >= MAX_DEPTH) {
      reader.fail(`attribute nests deeper than ${MAX_DEPTH}`);
      return elements;
    }
    const { position, limit } = reader;
    reader.position = view.valueStart;
    reader.limit = view.valueEnd;
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      if (tag !== 10) {
        reader.skip(tag);
        continue;
      }
      const outer = reader.enter();
      elements.push(element());
      reader.leave(outer);
    }
    if (!reader.failed) reader.position = position;
    reader.limit = limit;
    return elements;
  }

  private clipped(
    { valueStart, valueEnd }: KeyValueView,
    encoding: 'utf8' | 'base64',
  ): { value: string; truncatedFrom?: number } {
    const size = valueEnd - valueStart;
    if (size <= this.maxValueBytes)
      return { value: this.buffer.toString(encoding, valueStart, valueEnd) };
    const { buffer, maxValueBytes } = this;
    const end =
      encoding === 'utf8'
        ? utf8End(buffer, valueStart, valueEnd, maxValueBytes)
        : valueStart + maxValueBytes;
    return { value: this.buffer.toString(encoding, valueStart, end), truncatedFrom: size };
  }
}

function double(value: number): number | 'NaN' | 'Infinity' | '-Infinity' | '-0' {
  if (Number.isNaN(value)) return 'NaN';
  if (Object.is(value, -0)) return '-0';
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'Infinity' : '-Infinity';
}
