import type { Signal } from '../otlp/types.ts';
import type { ByteSource } from './byte-source.ts';
import { convertRecord, processOf, type ConvertedRecord } from './convert-record.ts';
import type { FoundQueue } from './found-queue.ts';
import { jaegerSpan } from './jaeger.ts';
import { JsonWalker, type JsonPath, type JsonVisitor } from './json-walker.ts';
import { OtlpGroup } from './otlp-groups.ts';
import { isRecord, type JsonRecord } from './otlp-span.ts';
import { SpanBatch } from './span-batch.ts';
import { tableRows } from './table-rows.ts';
import type { FilePlace, Found } from './types.ts';

/** Largest single value, bytes: a span, or a record of another format. */
const MAX_VALUE_BYTES = 64 * 1024 * 1024;
/** Spans of one Jaeger trace held until its processes are known, bytes. */
const MAX_TRACE_BYTES = 256 * 1024 * 1024;
/** Bytes walked before what was found is handed on. */
const STEP_BYTES = 64 * 1024;

const RESOURCES: Readonly<Record<string, Signal>> = {
  resourceSpans: 'traces',
  resource_spans: 'traces',
  batches: 'traces',
  resourceLogs: 'logs',
  resource_logs: 'logs',
  resourceMetrics: 'metrics',
  resource_metrics: 'metrics',
};
const SCOPES = new Set([
  'scopeSpans',
  'scope_spans',
  'instrumentationLibrarySpans',
  'instrumentation_library_spans',
  'scopeLogs',
  'scope_logs',
  'scopeMetrics',
  'scope_metrics',
]);
const RECORDS = new Set(['spans', 'logRecords', 'log_records', 'metrics']);
const SCOPE = new Set(['scope', 'instrumentationLibrary', 'instrumentation_library']);
/** Objects and lists around what is looked for: answers of APIs. */
const WRAPPERS = new Set([
  'data',
  'result',
  'trace',
  'traces',
  'response',
  'spans',
  'observations',
]);

/** Reads JSON of every kind, told apart object by object. */
export async function* readJson(source: ByteSource, queue: FoundQueue): AsyncGenerator<Found> {
  const bom = await source.peek(3);
  if (bom[0] === 0xef && bom[1] === 0xbb && bom[2] === 0xbf) await source.skip(3);
  const visitor = new JsonFile(queue);
  const walker = new JsonWalker(visitor, MAX_VALUE_BYTES);
  for (let piece = await source.take(STEP_BYTES); piece.length > 0;) {
    walker.feed(piece);
    yield* queue.take();
    piece = await source.take(STEP_BYTES);
  }
  walker.end();
  visitor.end();
  yield* queue.take();
}

/** Where a path is in a document that is walked. */
type Level = 'around' | 'resource' | 'scope' | 'record' | 'other';

class JsonFile implements JsonVisitor {
  readonly #queue: FoundQueue;
  readonly #batch: SpanBatch;
  #group: OtlpGroup | undefined;
  #jaeger: JaegerTrace | undefined;
  /** The last line on which there was a word that is no JSON. */
  #wordsAt: number | undefined;

  constructor(queue: FoundQueue) {
    this.#queue = queue;
    this.#batch = new SpanBatch(queue);
  }

  entersArray(path: JsonPath): boolean {
    const last = path.at(-1);
    if (last === undefined || typeof last === 'number') {
      return path.length <= 2 && levelOf(path) === 'around';
    }
    const outer = levelOf(path.slice(0, -1));
    if (this.#jaeger !== undefined) return last === 'spans';
    if (outer === 'around') return last in RESOURCES || WRAPPERS.has(last);
    if (outer === 'resource') return SCOPES.has(last);
    return outer === 'scope' && RECORDS.has(last);
  }

  entersObject(path: JsonPath, firstKey: string): boolean {
    if (this.#jaeger !== undefined) return false;
    switch (levelOf(path)) {
      case 'around': {
        const isTrace =
          firstKey === 'traceID' && (path.length === 0 || typeof path.at(-1) === 'number');
        if (isTrace) this.#jaeger = new JaegerTrace();
        return isTrace || firstKey in RESOURCES || (WRAPPERS.has(firstKey) && firstKey !== 'spans');
      }
      case 'resource':
        return true;
      case 'scope':
        return true;
      default:
        return false;
    }
  }

  value(path: JsonPath, bytes: Uint8Array<ArrayBuffer>, line: number, byte: number): void {
    const place = { line, byte };
    const last = path.at(-1);
    const level = levelOf(path.slice(0, -1));
    if (this.#jaeger !== undefined) {
      this.#jaeger.member(path, bytes, place, this.#queue, this.#batch);
      return;
    }
    if (typeof last === 'string' && level === 'resource') {
      const group = this.#openGroup(path, place);
      if (last === 'resource') group.setResource(bytes, place);
      else if (isSchemaUrl(last)) group.setSchemaUrl(bytes, place);
      return;
    }
    if (typeof last === 'string' && level === 'scope') {
      const group = this.#openGroup(path, place);
      if (SCOPE.has(last)) group.setScope(bytes);
      else if (isSchemaUrl(last)) group.setScopeSchemaUrl(bytes, place);
      return;
    }
    if (levelOf(path) === 'record') {
      this.#openGroup(path, place).record(bytes, place);
      return;
    }
    if (levelOf(path) !== 'around') {
      if (!/^(null|\{\s*\}|\[\s*\])$/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'))) {
        const what = typeof last === 'number' ? 'it is no object' : `"${last ?? ''}" is no list`;
        if (levelOf(path) !== 'other') this.#queue.problem(place, what, 1);
      }
      return;
    }
    // Other members of an answer, as the number of pages.
    if (typeof last === 'string' && !WRAPPERS.has(last)) return;
    this.#whole(bytes, place);
  }

  left(path: JsonPath): void {
    const level = levelOf(path);
    if (this.#jaeger !== undefined) {
      // Its spans have ended, or it itself.
      if (typeof path.at(-1) === 'string') return;
      this.#jaeger.end(this.#queue, this.#batch);
      this.#jaeger = undefined;
    } else if (level === 'resource' && typeof path.at(-1) === 'number') {
      this.#group?.end();
      this.#group = undefined;
    } else if (level === 'scope' && typeof path.at(-1) === 'number') this.#group?.startScope();
  }

  broken(line: number, byte: number, reason: string): void {
    this.#queue.problem({ line, byte }, reason);
  }

  end(): void {
    this.#group?.end();
    this.#batch.flush();
  }

  #openGroup(path: JsonPath, place: FilePlace): OtlpGroup {
    if (this.#group === undefined) {
      const name = path.find((step) => typeof step === 'string' && step in RESOURCES) as string;
      this.#queue.format(name === 'batches' ? 'Tempo or Arcane batches' : 'OTLP JSON');
      this.#group = new OtlpGroup(RESOURCES[name]!, this.#queue, place);
    }
    return this.#group;
  }

  /** An object that is given whole: of any of the other formats. */
  #whole(bytes: Uint8Array, place: FilePlace): void {
    const text = Buffer.from(bytes).toString('utf8');
    let value: unknown;
    try {
      value = parse(text);
    } catch {
      // A line of words is told once, not word by word.
      const isWord = !text.startsWith('{');
      if (!isWord || place.line !== this.#wordsAt)
        this.#queue.problem(place, 'it is not valid JSON', 1);
      if (isWord) this.#wordsAt = place.line;
      return;
    }
    if (!isRecord(value)) {
      this.#queue.problem(place, 'it is no object', 1);
      return;
    }
    const rows = tableRows(value);
    if (rows !== undefined) {
      for (const row of rows) this.#record(row, place);
      return;
    }
    const inside = [...WRAPPERS].find(
      (name) => Array.isArray(value[name]) || isRecord(value[name]),
    );
    if (inside !== undefined && tryConvert(value) === undefined) {
      const content = value[inside];
      const records = Array.isArray(content) ? content : [content];
      for (const record of records) {
        if (isRecord(record)) this.#record(record, place);
        else this.#queue.problem(place, `an element of "${inside}" is no object`, 1);
      }
      return;
    }
    this.#record(value, place);
  }

  #record(record: JsonRecord, place: FilePlace): void {
    if (Object.keys(record).length === 0) return;
    if (Object.keys(record).some((name) => name in RESOURCES)) {
      // An answer in which something else came first.
      const at = { line: place.line ?? 1, byte: place.byte ?? 0 };
      const inner = new JsonWalker(this, MAX_VALUE_BYTES, at);
      const known = Object.entries(record).filter(([name]) => name in RESOURCES);
      inner.feed(Buffer.from(JSON.stringify(Object.fromEntries(known))));
      inner.end();
      return;
    }
    const converted = tryConvert(record);
    if (converted === undefined) {
      this.#queue.problem(place, 'it is JSON of no known form', 1);
      return;
    }
    this.#queue.format(converted.format);
    if (converted.spans.length === 0) this.#queue.problem(place, 'it has no id or no time', 1);
    for (const span of converted.spans) this.#batch.add(span, place);
  }
}

/** A Jaeger trace, whose processes come after its spans. */
class JaegerTrace {
  #held: { readonly bytes: Uint8Array; readonly place: FilePlace }[] = [];
  #heldBytes = 0;
  #left = 0;
  #place: FilePlace = {};
  #isTrace = false;
  readonly #fields: Record<string, unknown> = {};

  member(
    path: JsonPath,
    bytes: Uint8Array,
    place: FilePlace,
    queue: FoundQueue,
    batch: SpanBatch,
  ): void {
    const last = path.at(-1)!;
    if (typeof last === 'string') {
      if (Object.keys(this.#fields).length === 0) this.#place = place;
      try {
        this.#fields[last] = parse(Buffer.from(bytes).toString('utf8'));
      } catch {
        queue.problem(place, `"${last.slice(0, 40)}" is not valid JSON`);
      }
      return;
    }
    this.#isTrace = true;
    if (this.#fields['processes'] !== undefined) this.#convert(bytes, place, queue, batch);
    else if (this.#heldBytes + bytes.length > MAX_TRACE_BYTES) this.#left += 1;
    else {
      this.#held.push({ bytes, place });
      this.#heldBytes += bytes.length;
    }
  }

  end(queue: FoundQueue, batch: SpanBatch): void {
    for (const { bytes, place } of this.#held) this.#convert(bytes, place, queue, batch);
    if (this.#left > 0) {
      const most = MAX_TRACE_BYTES / 1024 / 1024;
      queue.problem(
        this.#place,
        `the trace is larger than ${most} MiB; the rest of it`,
        this.#left,
      );
    }
    if (this.#isTrace) return;
    // A span, or something else that begins with the id of a trace.
    const converted = tryConvert(this.#fields);
    if (converted === undefined) {
      queue.problem(this.#place, 'it is JSON of no known form', 1);
      return;
    }
    queue.format(converted.format);
    if (converted.spans.length === 0) queue.problem(this.#place, 'it has no id or no time', 1);
    for (const span of converted.spans) batch.add(span, this.#place);
  }

  #convert(bytes: Uint8Array, place: FilePlace, queue: FoundQueue, batch: SpanBatch): void {
    queue.format('Jaeger JSON');
    let span: unknown;
    try {
      span = parse(Buffer.from(bytes).toString('utf8'));
    } catch {
      queue.problem(place, 'it is not valid JSON', 1);
      return;
    }
    const { processes } = this.#fields;
    const known = isRecord(processes) ? processes : {};
    const converted = isRecord(span) ? jaegerSpan(span, processOf(span, known)) : undefined;
    if (converted === undefined) queue.problem(place, 'it has no id or no time', 1);
    else batch.add(converted, place);
  }
}

/** As {@link convertRecord}; a record that cannot be converted counts as unknown, and the rest is read. */
function tryConvert(record: JsonRecord): ConvertedRecord | undefined {
  try {
    return convertRecord(record);
  } catch {
    return undefined;
  }
}

const isSchemaUrl = (name: string): boolean => name === 'schemaUrl' || name === 'schema_url';

function levelOf(path: JsonPath): Level {
  let level: Level = 'around';
  for (const step of path) {
    if (typeof step === 'number') continue;
    if (level === 'around' && step in RESOURCES) level = 'resource';
    else if (level === 'around' && WRAPPERS.has(step)) continue;
    else if (level === 'resource' && SCOPES.has(step)) level = 'scope';
    else if (level === 'scope' && RECORDS.has(step)) level = 'record';
    else if (level !== 'around' || step !== path.at(-1)) return 'other';
  }
  return level;
}

/** The reviver's third argument (ECMAScript 2026), which the library types do not know yet. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context?: { readonly source?: string }) => unknown,
) => unknown;

/** Parses JSON with integers beyond 2^53 as text, where the runtime can. */
function parse(text: string): unknown {
  if (!/9\d{15}|\d{17}/.test(text)) return JSON.parse(text) as unknown;
  return (JSON.parse as ParseWithSource)(text, (_key, value, context) => {
    const isLarge =
      typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
    const digits = isLarge ? context?.source : undefined;
    return digits !== undefined && /^-?\d+$/.test(digits) ? digits : value;
  });
}
