import type { Signal } from '../otlp/types.ts';
import { WireWriter } from '../otlp/wire-writer.ts';
import { DELIMITED, WireReader } from '../otlp/wire.ts';
import { ByteSource } from './byte-source.ts';
import type { FoundQueue } from './found-queue.ts';
import type { Found, FilePlace } from './types.ts';
import { CONTEXT, GROUP, INSIDE, isSound, SCHEMA_URL, signalOf } from './wire-fields.ts';

/** Groups up to this size are passed on whole; larger ones record by record, bytes. */
const WHOLE_BYTES = 4 * 1024 * 1024;
/** Records joined to one request, bytes. */
const PART_BYTES = 1024 * 1024;
/** Largest record, resource or scope, bytes. */
const MAX_RECORD_BYTES = 32 * 1024 * 1024;
/** Longest tag and length of a field. */
const MAX_PREFIX = 15;

/** A field's tag and the length of its content; -1 where it has none of its own. */
interface Prefix {
  readonly tag: number;
  readonly length: number;
  /** Bytes of tag and length. */
  readonly bytes: number;
}

/**
 * Reads TracesData, LogsData, MetricsData or an export request of any size, holding no more than a record or a small
 * group of them. A group that is damaged is read as far as its records are sound.
 *
 * @param signal of the whole, where it is known: it counts for records that could be of several
 */
export async function* readProtobuf(
  source: ByteSource,
  queue: FoundQueue,
  signal?: Signal | undefined,
): AsyncGenerator<Found> {
  let before = signal;
  queue.format('OTLP protobuf');
  for (;;) {
    const prefix = await readPrefix(source);
    if (prefix === undefined) break;
    const place = { byte: source.offset };
    if (prefix.tag !== GROUP) {
      if (!(await skipField(source, prefix))) {
        queue.problem(place, 'it is not OTLP protobuf from here on');
        while ((await source.next()) !== undefined);
        break;
      }
      continue;
    }
    await source.skip(prefix.bytes);
    const from = source.offset;
    const { length } = prefix;
    if (length <= WHOLE_BYTES) {
      const group = await source.take(length);
      const isWhole = group.length === length && isSound(group, 'group');
      const found = isWhole ? signalOf(group, 'group', before) : undefined;
      before = found ?? before;
      if (found !== undefined) queue.request(found, asRequest(group), place);
      else if (!isWhole) {
        const part = new GroupReader(queue, ByteSource.of(group), from, before);
        yield* part.read(group.length, length > group.length);
      } else if (group.length > 0 && hasRecords(group)) {
        queue.problem(place, 'its records are neither spans nor log records nor metrics', 1);
      }
    } else {
      yield* new GroupReader(queue, source, 0, before).read(length, false);
      await source.skip(from + length - source.offset);
    }
    yield* queue.take();
  }
  yield* queue.take();
}

/** Reads one group record by record. */
class GroupReader {
  readonly #queue: FoundQueue;
  readonly #source: ByteSource;
  /** Added to offsets of the source. */
  readonly #base: number;
  /** Of what came before the group. */
  readonly #before: Signal | undefined;
  #resource: Uint8Array = NOTHING;
  #schemaUrl: Uint8Array = NOTHING;
  #scope: Uint8Array = NOTHING;
  #scopeSchemaUrl: Uint8Array = NOTHING;
  #records: Uint8Array[] = [];
  #recordBytes = 0;
  #place: FilePlace = {};

  constructor(queue: FoundQueue, source: ByteSource, base: number, before: Signal | undefined) {
    this.#queue = queue;
    this.#source = source;
    this.#base = base;
    this.#before = before;
  }

  /** @param isCut the file ends before the group does */
  async *read(length: number, isCut: boolean): AsyncGenerator<Found> {
    const end = this.#source.offset + length;
    while (this.#source.offset < end) {
      const prefix = await readPrefix(this.#source);
      if (prefix === undefined) break;
      if (prefix.tag === INSIDE) {
        await this.#source.skip(prefix.bytes);
        const scopeEnd = this.#source.offset + prefix.length;
        if (scopeEnd > end && !isCut) {
          this.#damaged('a scope does not end where its resource does');
          break;
        }
        yield* this.#readScope(Math.min(scopeEnd, end));
        this.#flush();
        this.#scope = NOTHING;
        this.#scopeSchemaUrl = NOTHING;
      } else if (prefix.tag === CONTEXT || prefix.tag === SCHEMA_URL) {
        const field = await this.#takeField(prefix, end);
        if (field === undefined) break;
        if (prefix.tag === CONTEXT) this.#resource = field;
        else this.#schemaUrl = field;
      } else if (!(await skipField(this.#source, prefix))) {
        this.#damaged('it is not OTLP protobuf from here on');
        break;
      }
      yield* this.#queue.take();
    }
    this.#flush();
    if (isCut || this.#source.offset < end) this.#cutShort(end);
  }

  async *#readScope(end: number): AsyncGenerator<Found> {
    while (this.#source.offset < end) {
      const prefix = await readPrefix(this.#source);
      if (prefix === undefined) return;
      const isField = prefix.tag === INSIDE || prefix.tag === CONTEXT || prefix.tag === SCHEMA_URL;
      if (!isField) {
        if (await skipField(this.#source, prefix)) continue;
        this.#damaged('it is not OTLP protobuf from here on');
        await skipTo(this.#source, end);
        return;
      }
      const at = this.#base + this.#source.offset;
      const field = await this.#takeField(prefix, end);
      if (field === undefined) {
        await skipTo(this.#source, end);
        return;
      }
      if (prefix.tag === CONTEXT) this.#scope = field;
      else if (prefix.tag === SCHEMA_URL) this.#scopeSchemaUrl = field;
      else {
        if (this.#records.length === 0) this.#place = { byte: at };
        this.#records.push(field);
        this.#recordBytes += field.length;
        if (this.#recordBytes >= PART_BYTES) {
          this.#flush();
          yield* this.#queue.take();
        }
      }
    }
  }

  /** A whole field with its tag; undefined, and told, where it is damaged. */
  async #takeField(prefix: Prefix, end: number): Promise<Uint8Array | undefined> {
    const whole = prefix.bytes + prefix.length;
    if (prefix.length < 0 || this.#source.offset + whole > end) {
      this.#damaged('a record does not end where what it is in does');
      return undefined;
    }
    if (prefix.length > MAX_RECORD_BYTES) {
      this.#damaged(`one record is larger than ${MAX_RECORD_BYTES / 1024 / 1024} MiB`);
      return undefined;
    }
    const field = await this.#source.take(whole);
    return field.length === whole ? field.slice() : undefined;
  }

  #damaged(reason: string): void {
    this.#queue.problem({ byte: this.#base + this.#source.offset }, reason, 1);
  }

  #cutShort(end: number): void {
    const at = this.#base + this.#source.offset;
    this.#queue.problem(
      { byte: at },
      `it is cut short: ${this.#base + end - at} bytes are missing`,
    );
  }

  #flush(): void {
    if (this.#records.length === 0) return;
    const scope = concat([this.#scope, ...this.#records, this.#scopeSchemaUrl]);
    const group = concat([this.#resource, field(INSIDE, scope), this.#schemaUrl]);
    const signal = signalOf(group, 'group', this.#before);
    if (signal === undefined) {
      const reason = 'the records are neither spans nor log records nor metrics';
      this.#queue.problem(this.#place, reason, this.#records.length);
    } else this.#queue.request(signal, asRequest(group), this.#place);
    this.#records = [];
    this.#recordBytes = 0;
  }
}

const NOTHING = new Uint8Array();

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

function field(tag: number, content: Uint8Array): Uint8Array {
  const writer = new WireWriter(content.length + MAX_PREFIX);
  writer.bytesField(tag >>> 3, content);
  return writer.finish();
}

/** A group as a request of its own. */
function asRequest(group: Uint8Array): Uint8Array {
  return field(GROUP, group).slice();
}

function hasRecords(group: Uint8Array): boolean {
  const reader = new WireReader(Buffer.from(group));
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    if (tag === INSIDE) return true;
    reader.skip(tag);
  }
  return false;
}

/** The tag and length of the next field, not taken yet; undefined at the end, a tag of 0 for what is none. */
async function readPrefix(source: ByteSource): Promise<Prefix | undefined> {
  const head = await source.peek(MAX_PREFIX);
  if (head.length === 0) return undefined;
  const reader = new WireReader(Buffer.from(head));
  const tag = reader.tag();
  const length = (tag & 7) === DELIMITED ? reader.varint() : -1;
  if (reader.failed || reader.high !== 0) return { tag: 0, length: -1, bytes: 0 };
  return { tag, length, bytes: reader.position };
}

/** Passes over a field nobody knows; false where it is none. */
async function skipField(source: ByteSource, { tag, length, bytes }: Prefix): Promise<boolean> {
  if (length >= 0) {
    await source.skip(bytes);
    return (await source.skip(length)) === length;
  }
  const reader = new WireReader(Buffer.from(await source.peek(MAX_PREFIX)));
  if (reader.tag() !== tag || tag === 0) return false;
  reader.skip(tag);
  if (reader.failed) return false;
  await source.skip(reader.position);
  return true;
}

async function skipTo(source: ByteSource, end: number): Promise<void> {
  await source.skip(end - source.offset);
}
