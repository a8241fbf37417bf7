import { isUtf8 } from 'node:buffer';
import { AppError } from '../../../shared/errors.ts';
import { parseBounded, parseBoundedExact } from './bounded-json.ts';
import { ScalarWriter } from './json-scalars.ts';
import { jsonErrorOffset } from './json-syntax.ts';
import { Rejections } from './rejections.ts';
import { ANY_VALUE } from './schema-common.ts';
import { REQUESTS } from './schema-requests.ts';
import { isFormerName, type Field, type Message } from './schema.ts';
import type { DecodeLimits, Signal } from './types.ts';
import { MalformedError } from './wire.ts';
import { WireWriter } from './wire-writer.ts';

/** A JSON request as protobuf. */
export interface TranscodedRequest {
  /** Body of the Export{Trace,Logs,Metrics}ServiceRequest, without the records that were refused. */
  readonly body: Uint8Array;
  /** Spans, log records or data points refused here; the decoder may refuse more. */
  readonly rejected: number;
  /** Why, at most five, with counts. */
  readonly reasons: readonly string[];
  /** Deviations from OTLP/JSON that were accepted, to warn the sender about. */
  readonly quirks: readonly string[];
}

/** Nesting of values that is refused whatever the configured limit. */
const MAX_DEPTH = 256;

/**
 * Turns the body of an OTLP/JSON request (or a line of a Collector file export) into protobuf.
 *
 * Accepts what OTLP 1.11 asks for, and also snake_case names, names from before OTLP 0.16, enum names, 64-bit integers as
 * plain numbers, and text that is not UTF-8, of which what cannot be read becomes U+FFFD. Unknown fields are ignored, null counts as absent. A span, log record or metric with a value of the wrong type, an id that is
 * not hex, or values nested too deep is refused alone. Throws MalformedError, with the position, for what is not JSON,
 * and, with the JSON path, when the wrong type is outside the records; AppError `too_large` as {@link parseBounded}.
 */
export function jsonToProtobuf(
  signal: Signal,
  body: Uint8Array | string,
  limits: Pick<DecodeLimits, 'maxDepth'>,
): TranscodedRequest {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const quirks = typeof body === 'string' || isUtf8(body) ? [] : ['text that is not UTF-8'];
  const first = new Transcoder(signal, limits, quirks).transcode(parseJson(text));
  if (!first.isInexact) return first;
  return new Transcoder(signal, limits, quirks).transcode(parseBoundedExact(text));
}

/** As {@link jsonToProtobuf}, for a request that is an object already. Throws MalformedError. */
export function objectToProtobuf(
  signal: Signal,
  request: object,
  limits: Pick<DecodeLimits, 'maxDepth'>,
): TranscodedRequest {
  return new Transcoder(signal, limits).transcode(request);
}

/** JSON text as a value. Throws MalformedError with the position of what is wrong, and as {@link parseBounded}. */
export function parseJson(text: string): unknown {
  try {
    return parseBounded(text);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const offset = jsonErrorOffset(text);
    const what =
      offset < text.length ? `syntax error at character ${offset}` : 'the text ends too early';
    throw new MalformedError('JSON', -1, what);
  }
}

class Transcoder {
  private readonly signal: Signal;
  private readonly maxDepth: number;
  private readonly writer = new WireWriter(65_536);
  private readonly scalars = new ScalarWriter(this.writer);
  private readonly rejections = new Rejections();
  /** Names and indexes from the root to the value being written. */
  private readonly path: (string | number)[] = [];
  /** What is wrong at `path`; '' while all is well. Kept rather than thrown: a body may hold millions of bad spans. */
  private problem = '';

  constructor(
    signal: Signal,
    limits: Pick<DecodeLimits, 'maxDepth'>,
    quirks: readonly string[] = [],
  ) {
    this.signal = signal;
    this.maxDepth = Math.min(limits.maxDepth, MAX_DEPTH);
    for (const quirk of quirks) this.scalars.quirks.add(quirk);
  }

  transcode(value: unknown): TranscodedRequest & { readonly isInexact: boolean } {
    const { rejections, scalars, writer } = this;
    const request = REQUESTS[this.signal];
    this.writeMessage(request, value, 0);
    if (this.problem !== '') throw new MalformedError(this.where(), -1, this.problem);
    const names = Object.keys(value as object);
    if (names.length > 0 && !names.some((name) => request.byName.has(name))) {
      scalars.quirks.add(`no ${[...request.byName.keys()][0]} in the request`);
    }
    return {
      body: writer.finish(),
      rejected: rejections.total,
      reasons: rejections.reasons(),
      quirks: [...scalars.quirks],
      isInexact: scalars.isInexact,
    };
  }

  private writeMessage(message: Message, value: unknown, depth: number): void {
    if (!isObject(value)) {
      this.problem = 'must be an object';
      return;
    }
    for (const name of Object.keys(value)) {
      const field = message.byName.get(name);
      const content = field === undefined ? null : value[name];
      if (field === undefined || content === null || content === undefined) continue;
      if (name !== field.name) {
        const isFormer = isFormerName(field, name);
        this.scalars.quirks.add(
          isFormer ? 'field names from before OTLP 0.16' : 'snake_case field names',
        );
      }
      this.path.push(name);
      const nests = field.type === 'message' && message === ANY_VALUE;
      this.writeField(field, content, nests ? depth + 1 : depth);
      if (this.problem !== '') return;
      this.path.pop();
    }
  }

  private writeField(field: Field, value: unknown, depth: number): void {
    if (depth > this.maxDepth) this.problem = `nests deeper than ${this.maxDepth}`;
    else if (!field.repeated) this.writeSingle(field, value, depth);
    else if (!Array.isArray(value)) this.problem = 'must be an array';
    else if (field.type === 'message' || field.type === 'string') {
      this.writeElements(field, value, depth);
    } else this.writePacked(field, value);
  }

  private writeSingle(field: Field, value: unknown, depth: number): void {
    if (field.message === undefined) {
      this.problem = this.scalars.write(field, value);
      return;
    }
    const mark = this.writer.begin(field.number, field.lengthBytes);
    this.writeMessage(field.message(), value, depth);
    this.writer.end(mark, field.lengthBytes);
  }

  private writeElements(field: Field, values: readonly unknown[], depth: number): void {
    const { path, writer } = this;
    const at = path.length;
    for (const [index, value] of values.entries()) {
      if (value === null) continue;
      path.push(index);
      const { length } = writer;
      this.writeSingle(field, value, depth);
      if (this.problem !== '' && field.records) {
        writer.length = length;
        this.refuse(value, at);
      }
      if (this.problem !== '') return;
      path.pop();
    }
  }

  private writePacked(field: Field, values: readonly unknown[]): void {
    const mark = this.writer.begin(field.number, 1);
    for (const [index, value] of values.entries()) {
      this.problem = this.scalars.writePacked(field, value);
      if (this.problem !== '') {
        this.path.push(index);
        return;
      }
    }
    this.writer.end(mark, 1);
  }

  /** Counts the record at `path[recordAt]` as refused and goes on. */
  private refuse(record: unknown, recordAt: number): void {
    const { path } = this;
    // Without indexes, so that the same mistake in many places counts as one reason.
    const inside = path.slice(recordAt + 1).filter((step) => typeof step === 'string');
    const reason = `${inside.length === 0 ? 'record' : inside.join('.')} ${this.problem}`;
    const units = this.signal === 'metrics' ? countPoints(record) : 1;
    this.rejections.add(reason, units, () => this.where());
    path.length = recordAt + 1;
    this.problem = '';
  }

  private where(): string {
    return formatPath(this.path) || 'request';
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `resourceSpans[0].scopeSpans[1].spans[2].name`. */
function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`,
    )
    .join('');
}

/** Data points of a metric in JSON, at least 1. */
function countPoints(metric: unknown): number {
  if (!isObject(metric)) return 1;
  const points = Object.values(metric).map((data) => {
    const list = isObject(data) ? (data['dataPoints'] ?? data['data_points']) : undefined;
    return Array.isArray(list) ? list.length : 0;
  });
  return Math.max(1, ...points);
}
