import { KeyValueView } from '../../otlp/any-value.ts';
import { queryHashes } from '../../otlp/attribute-hash.ts';
import { ValueDecoder } from '../../otlp/decode-values.ts';
import { asBuffer, WireReader } from '../../otlp/wire.ts';
import type { AttributeValue } from '../../../../shared/telemetry.ts';
import { valueMatches } from './attribute-text.ts';

/** Tags of the fields that are attributes, and of messages that have attributes of their own. */
interface Shape {
  readonly attributes: number;
  /** A value without a key, whose members are looked at as those of an attribute. */
  readonly body?: number;
  readonly inner: Readonly<Record<number, Shape>>;
}

/** No field has this tag. */
const NO_FIELD = 0;

/** Field numbers of opentelemetry-proto 1.11, times 8, plus 2 for length-delimited. */
const SHAPES = {
  resource: { attributes: 0x0a, inner: {} },
  scope: { attributes: 0x1a, inner: {} },
  span: {
    attributes: 0x4a,
    inner: { 0x5a: { attributes: 0x1a, inner: {} }, 0x6a: { attributes: 0x22, inner: {} } },
  },
  log: { attributes: 0x32, body: 0x2a, inner: {} },
  // Gauge, sum, histogram, exponential histogram, summary: their data points, and the exemplars of these.
  metric: {
    attributes: 0x62,
    inner: {
      0x2a: pointsOf(0x3a, 0x2a),
      0x3a: pointsOf(0x3a, 0x2a),
      0x4a: pointsOf(0x4a, 0x42),
      0x52: pointsOf(0x0a, 0x5a),
      0x5a: pointsOf(0x3a),
    },
  },
} as const satisfies Record<string, Shape>;

/** Data points of a metric whose attributes and exemplars have these tags. */
function pointsOf(attributes: number, exemplars?: number): Shape {
  const inner = exemplars === undefined ? {} : { [exemplars]: { attributes: 0x3a, inner: {} } };
  return { attributes: NO_FIELD, inner: { 0x0a: { attributes, inner } } };
}

/** One condition on the value of an attribute, tested on encoded messages without decoding what does not concern it. */
export class AttributeTest {
  /** Lists of hashes, of each of which a segment's filter must hold one; none where any segment may have it. */
  readonly hashes: readonly (readonly number[])[];
  private readonly key: Buffer;
  private readonly accepts: (value: AttributeValue) => boolean;
  private readonly view = new KeyValueView();
  /** Bytes of which one must be in a message that matches; undefined when numbers and lists may match too. */
  private readonly needles: readonly Buffer[] | undefined;
  /** What is in every message that matches: the key, or its last name, which may be the name of a member. */
  private readonly sought: Buffer;
  /** The key as text, where maps are looked into. */
  private readonly path: string | undefined;

  /**
   * @param wanted texts of which the value is one, see `valueMatches`; or what to ask of the value
   * @param isNested looks into maps and lists as well: the key is then also the path of names, joined by dots, that
   *   leads to a member from its attribute or from any map on the way
   */
  constructor(
    key: string,
    wanted: readonly string[] | ((value: AttributeValue) => boolean),
    isNested = false,
  ) {
    this.key = Buffer.from(key);
    this.sought = isNested ? Buffer.from(key.slice(key.lastIndexOf('.') + 1)) : this.key;
    this.path = isNested ? key : undefined;
    this.hashes = [];
    if (typeof wanted === 'function') this.accepts = wanted;
    else {
      this.accepts = (value) => wanted.some((text) => valueMatches(value, text));
      // What is in maps is not in the filters of segments.
      if (!isNested) this.hashes = [wanted.flatMap((text) => queryHashes(key, text))];
      const needles = wanted.map(needlesOf);
      if (needles.every((some) => some !== undefined)) this.needles = needles.flat();
    }
  }

  /** False only if none of the messages in these bytes can match. Searching is far cheaper than reading them. */
  mayBeIn(bytes: Uint8Array): boolean {
    const buffer = asBuffer(bytes);
    if (!buffer.includes(this.sought)) return false;
    return this.needles === undefined || this.needles.some((needle) => buffer.includes(needle));
  }

  /** Where the key comes next in these bytes, -1 for nowhere: a message without it does not match. */
  nextKey(bytes: Buffer, from: number): number {
    return bytes.indexOf(this.sought, from);
  }

  /** Whether a resource, scope or span (its events and links included) has the attribute. */
  matches(kind: keyof typeof SHAPES, body: Uint8Array): boolean {
    // Searching the bytes for the key is far cheaper than reading the message, and most do not have it.
    return this.mayBeIn(body) && this.read(kind, body);
  }

  /** As {@link matches}, of a message that has the key somewhere. */
  read(kind: keyof typeof SHAPES, body: Uint8Array): boolean {
    const reader = new WireReader(asBuffer(body));
    return this.find(reader, new ValueDecoder(reader, {}), SHAPES[kind]);
  }

  private find(reader: WireReader, values: ValueDecoder, shape: Shape): boolean {
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      const inner = shape.inner[tag];
      if (tag === shape.attributes) {
        if (this.path !== undefined) {
          const { key, value } = values.attribute();
          if (this.isAt([key], value)) return true;
        } else if (this.testAttribute(reader, values)) return true;
      } else if (this.path !== undefined && tag === shape.body) {
        if (this.hasMember([], values.value())) return true;
      } else if (inner !== undefined) {
        const outer = reader.enter();
        if (this.find(reader, values, inner)) return true;
        reader.leave(outer);
      } else reader.skip(tag);
    }
    return false;
  }

  /** Whether a value to which these names lead is the one, or holds it. */
  private isAt(names: readonly string[], value: AttributeValue): boolean {
    const path = this.path!;
    if (path.endsWith(names.at(-1)!)) {
      const leads = names.some((_, from) => names.slice(from).join('.') === path);
      if (leads && this.accepts(value)) return true;
    }
    return this.hasMember(names, value);
  }

  /** Whether a map, or one in a list, holds the value; the decoder bounds how deep they are. */
  private hasMember(names: readonly string[], value: AttributeValue): boolean {
    if (value.type === 'kvlist') {
      return value.value.some(({ key, value: member }) => this.isAt([...names, key], member));
    }
    return value.type === 'array' && value.value.some((each) => this.hasMember(names, each));
  }

  /** Reads the key of the attribute that comes next, and its value only if the key is the one. */
  private testAttribute(reader: WireReader, values: ValueDecoder): boolean {
    const { view, key } = this;
    const start = reader.position;
    const outer = reader.enter();
    view.readKeyValue(reader);
    reader.leave(outer);
    if (reader.failed || key.compare(reader.buffer, view.keyStart, view.keyEnd) !== 0) return false;
    reader.position = start;
    return this.accepts(values.attribute().value);
  }
}

/** What must be found in the bytes of a value that is written as this text: the text itself, or what it encodes. */
function needlesOf(value: string): Buffer[] | undefined {
  const text = value.trim();
  // These are not stored as they are written.
  if (
    text === '' ||
    /^([[{]|true$|false$)/i.test(text) ||
    !Number.isNaN(Number(text)) ||
    text === 'NaN'
  ) {
    return undefined;
  }
  const needles = [Buffer.from(value)];
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text)) needles.push(Buffer.from(text, 'base64'));
  if (/^([0-9a-f]{2})+$/i.test(text)) needles.push(Buffer.from(text, 'hex'));
  return needles;
}
