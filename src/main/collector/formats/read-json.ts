import { isUtf8 } from 'node:buffer';
import type { Signal } from '../otlp/types.ts';
import type { ByteSource } from './byte-source.ts';
import { reasonUnknown, tryConvert } from './convert-record.ts';
import type { FoundQueue } from './found-queue.ts';
import { JaegerTrace } from './jaeger-trace.ts';
import type { JsonPath, JsonVisitor } from './json-visitor.ts';
import { JsonWalker } from './json-walker.ts';
import { isLangfuseEvent, LangfuseEvents } from './langfuse-events.ts';
import { isLangfuseScore, langfuseScore } from './langfuse-scores.ts';
import { OtlpGroup } from './otlp-groups.ts';
import { isRecord, type JsonRecord } from './otlp-span.ts';
import { parseJson, whyUnread } from './parse-json.ts';
import { SpanBatch } from './span-batch.ts';
import { tableRows } from './table-rows.ts';
import type { FilePlace, Found } from './types.ts';

/** Largest single value, bytes: a span, or a record of another format. */
const MAX_VALUE_BYTES = 64 * 1024 * 1024;
/** Bytes walked before what was found is handed on. */
const STEP_BYTES = 64 * 1024;

const RESOURCES: ReadonlyMap<string, Signal> = new Map([
  ['resourceSpans', 'traces'],
  ['resource_spans', 'traces'],
  ['batches', 'traces'],
  ['resourceLogs', 'logs'],
  ['resource_logs', 'logs'],
  ['resourceMetrics', 'metrics'],
  ['resource_metrics', 'metrics'],
]);
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
/** Beside those: what is read only once it is there as a whole. */
const AROUND_RECORDS = [...WRAPPERS, 'events', 'batch', 'hits'];
/** Answers of APIs inside each other. */
const MAX_AROUND = 4;
const NOT_UTF_8 = 'it is not UTF-8: what cannot be read in it became "\ufffd"; save it as UTF-8';
/** Scores held back until the spans they are about are on their way. */
const MAX_SCORES = 1000;

/** Reads JSON of every kind, told apart object by object. */
export async function* readJson(source: ByteSource, queue: FoundQueue): AsyncGenerator<Found> {
  const bom = await source.peek(3);
  if (bom[0] === 0xef && bom[1] === 0xbb && bom[2] === 0xbf) await source.skip(3);
  const visitor = new JsonFile(queue);
  const walker = new JsonWalker(visitor, MAX_VALUE_BYTES);
  for (let piece = await source.take(STEP_BYTES); piece.length > 0;) {
    walker.feed(piece);
    for (const _ of visitor.waiting()) yield* queue.take();
    piece = await source.take(STEP_BYTES);
  }
  walker.end();
  for (const _ of visitor.waiting()) yield* queue.take();
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
  /** Of traces that have ended: their spans come in steps, as there may be many. */
  readonly #waiting: Generator<void>[] = [];
  readonly #events = new LangfuseEvents();
  readonly #scores: { readonly json: string; readonly place: FilePlace }[] = [];
  /** Lines that follow each other and are no JSON at all: where they begin, the last of them, and how many. */
  #words: { place: FilePlace; reason: string; last: number; lines: number } | undefined;
  #isUtf8 = true;

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
    if (outer === 'around') return RESOURCES.has(last) || WRAPPERS.has(last);
    if (outer === 'resource') return SCOPES.has(last);
    return outer === 'scope' && RECORDS.has(last);
  }

  entersObject(path: JsonPath, firstKey: string): boolean {
    this.#tellWords();
    if (this.#jaeger !== undefined) return false;
    switch (levelOf(path)) {
      case 'around': {
        const isTrace =
          firstKey === 'traceID' && (path.length === 0 || typeof path.at(-1) === 'number');
        if (isTrace) this.#jaeger = new JaegerTrace();
        return (
          isTrace || RESOURCES.has(firstKey) || (WRAPPERS.has(firstKey) && firstKey !== 'spans')
        );
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
    if (this.#isUtf8 && !isUtf8(bytes)) {
      this.#isUtf8 = false;
      this.#queue.problem(place, NOT_UTF_8);
    }
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
      this.#waiting.push(this.#jaeger.end(this.#queue, this.#batch));
      this.#jaeger = undefined;
    } else if (level === 'resource' && typeof path.at(-1) === 'number') {
      this.#group?.end();
      this.#group = undefined;
    } else if (level === 'scope' && typeof path.at(-1) === 'number') this.#group?.startScope();
  }

  broken(line: number, byte: number, reason: string): void {
    this.#tellWords();
    this.#queue.problem({ line, byte }, reason);
  }

  /** Steps of what is left to be done; after each what was found may be taken. */
  *waiting(): Generator<void> {
    for (const steps of this.#waiting.splice(0)) yield* steps;
    yield;
  }

  end(): void {
    this.#tellWords();
    this.#group?.end();
    this.#flush();
  }

  #openGroup(path: JsonPath, place: FilePlace): OtlpGroup {
    if (this.#group === undefined) {
      const name = path.find((step) => typeof step === 'string' && RESOURCES.has(step)) as string;
      this.#queue.format(name === 'batches' ? 'Tempo or Arcane batches' : 'OTLP JSON');
      this.#group = new OtlpGroup(RESOURCES.get(name)!, this.#queue, place);
    }
    return this.#group;
  }

  /** An object that is given whole: of any of the other formats. */
  #whole(bytes: Uint8Array, place: FilePlace): void {
    const text = Buffer.from(bytes).toString('utf8');
    let value: unknown;
    try {
      value = parseJson(text);
    } catch (error) {
      if (text.startsWith('{')) this.#queue.problem(place, whyUnread(error), 1);
      else this.#word(place, whyUnread(error));
      return;
    }
    if (value === null) return;
    if (typeof value !== 'object') {
      this.#word(place, 'it is no object');
      return;
    }
    this.#tellWords();
    this.#value(value, { place, bytes: bytes.length, depth: 0 });
  }

  /** Words are told once for all lines of them, not one by one. */
  #word(place: FilePlace, reason: string): void {
    const line = place.line ?? 0;
    if (this.#words === undefined) this.#words = { place, reason, last: line, lines: 1 };
    else if (line !== this.#words.last) {
      this.#words.last = line;
      this.#words.lines += 1;
    }
  }

  #tellWords(): void {
    if (this.#words === undefined) return;
    const { place, reason, lines } = this.#words;
    const told = lines === 1 ? reason : `${lines} lines from here hold no records`;
    this.#queue.problem(place, told, lines);
    this.#words = undefined;
  }

  /** Something of another format, or what is around it. */
  #value(value: unknown, at: ValueAt): void {
    if (value === null) return;
    if (!isRecord(value)) {
      this.#queue.problem(at.place, 'it is no object', 1);
      return;
    }
    // Elasticsearch has its documents inside of hits.
    const inner = '_index' in value ? value['_source'] : undefined;
    const parts = inner === undefined ? partsOf(value) : [inner];
    if (parts === undefined || at.depth === MAX_AROUND) this.#record(value, at);
    else {
      const bytes = at.bytes / Math.max(1, parts.length);
      for (const part of parts) this.#value(part, { ...at, bytes, depth: at.depth + 1 });
    }
  }

  #record(record: JsonRecord, { place, bytes }: ValueAt): void {
    if (Object.keys(record).length === 0) return;
    if (Object.keys(record).some((name) => RESOURCES.has(name))) {
      // An answer in which something else came first.
      const at = { line: place.line ?? 1, byte: place.byte ?? 0 };
      const inner = new JsonWalker(this, MAX_VALUE_BYTES, at);
      const known = Object.entries(record).filter(([name]) => RESOURCES.has(name));
      inner.feed(Buffer.from(JSON.stringify(Object.fromEntries(known))));
      inner.end();
      return;
    }
    if (isLangfuseEvent(record)) {
      this.#queue.format('Langfuse');
      this.#events.add(record, place, bytes);
      if (this.#events.isFull) this.#flush();
      return;
    }
    const converted = tryConvert(record);
    if (converted !== undefined) {
      this.#queue.format(converted.format);
      if (converted.spans.length === 0) this.#queue.problem(place, 'it has no id or no time', 1);
      const each = bytes / converted.spans.length;
      for (const span of converted.spans) this.#batch.add(span, place, each);
    } else if (isLangfuseScore(record)) {
      this.#queue.format('Langfuse');
      this.#scores.push({ json: langfuseScore(record), place });
      if (this.#scores.length >= MAX_SCORES) this.#flush();
    } else this.#queue.problem(place, reasonUnknown(record), 1);
  }

  /** Gives out what was held back: scores after the spans they are about. */
  #flush(): void {
    const scores = [...this.#events.take(this.#queue, this.#batch), ...this.#scores.splice(0)];
    this.#batch.flush();
    for (const { json, place } of scores) this.#queue.annotation(place, json);
  }
}

/** A value of another format on its way. */
interface ValueAt {
  readonly place: FilePlace;
  /** Of the file, about. */
  readonly bytes: number;
  /** Values it is inside of. */
  readonly depth: number;
}

/** The records inside of a table or an answer; undefined for what is a record itself. */
function partsOf(value: JsonRecord): readonly unknown[] | undefined {
  const rows = tableRows(value);
  if (rows !== undefined) return rows;
  if (isLangfuseEvent(value) || Object.keys(value).some((name) => RESOURCES.has(name))) return;
  const around = AROUND_RECORDS.map((name) => value[name]);
  const content = around.find((member) => Array.isArray(member) || isRecord(member));
  if (content === undefined || tryConvert(value) !== undefined) return undefined;
  return Array.isArray(content) ? content : [content];
}

const isSchemaUrl = (name: string): boolean => name === 'schemaUrl' || name === 'schema_url';

function levelOf(path: JsonPath): Level {
  let level: Level = 'around';
  for (const step of path) {
    if (typeof step === 'number') continue;
    if (level === 'around' && RESOURCES.has(step)) level = 'resource';
    else if (level === 'around' && WRAPPERS.has(step)) continue;
    else if (level === 'resource' && SCOPES.has(step)) level = 'scope';
    else if (level === 'scope' && RECORDS.has(step)) level = 'record';
    else if (level !== 'around' || step !== path.at(-1)) return 'other';
  }
  return level;
}
