import { fieldText, type AttributeScanner } from './attribute-scanner.ts';
import {
  decodeRequest,
  type CreateDecoder,
  type DecodeOptions,
  type RecordDecoder,
} from './decode-request.ts';
import { readField } from './read-through.ts';
import { METRIC } from './schema-metrics.ts';
import type { Message } from './schema.ts';
import type { DecodedBatch, DecodeLimits, MetricEntry } from './types.ts';
import { DELIMITED, microseconds, WireReader } from './wire.ts';

/** Tags of Metric and data point fields (field number << 3 | wire type), `metrics.proto`. */
const NAME = 0x0a;
const METADATA = 0x62;
const DATA_POINT = 0x0a;
const TIME = 0x19;

/** Field numbers of the `data` oneof, each with the field of the attributes in its data points. */
const ATTRIBUTES_FIELD: Readonly<Record<number, number>> = { 5: 7, 7: 7, 9: 9, 10: 1, 11: 7 };

/** The data points of each of them. */
const POINTS: Readonly<Record<number, Message>> = Object.fromEntries(
  Object.keys(ATTRIBUTES_FIELD).map((field) => {
    const data = METRIC.byNumber.get(Number(field))!.message!();
    return [field, data.byNumber.get(DATA_POINT >>> 3)!.message!()];
  }),
);

/**
 * Decodes an ExportMetricsServiceRequest (protobuf) into metrics ready to be stored.
 *
 * A metric over a limit or malformed is refused with all its data points: they are what `rejected` counts.
 * Throws MalformedError when the framing around the metrics is broken.
 */
export function decodeMetrics(body: Uint8Array, options: DecodeOptions): DecodedBatch<MetricEntry> {
  return decodeRequest(body, options, createMetricDecoder);
}

const createMetricDecoder: CreateDecoder<MetricEntry> = (scanner, limits) =>
  new MetricDecoder(scanner, limits);

class MetricDecoder implements RecordDecoder<MetricEntry> {
  readonly signal = 'metrics';
  readonly kind = 'metric';
  readonly minBytes = 0;
  refusal = '';
  private readonly scanner: AttributeScanner;
  private readonly limits: DecodeLimits;
  private points = 0;
  private startUs = 0;
  private endUs = 0;

  constructor(scanner: AttributeScanner, limits: DecodeLimits) {
    this.scanner = scanner;
    this.limits = limits;
  }

  units(body: Uint8Array): number {
    return countPoints(body);
  }

  decode(
    reader: WireReader,
    _start: number,
    bytes: Uint8Array,
    resource: number,
    scope: number,
  ): MetricEntry | undefined {
    let name = '';
    let data = 0;
    let metadata = 0;
    this.clearPoints();
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      const field = tag >>> 3;
      if (tag === NAME) {
        const end = reader.delimitedEnd();
        if (reader.failedAt >= 0) return undefined;
        name = fieldText(reader.buffer as Buffer, reader.position, end);
        reader.position = end;
      } else if (tag === METADATA) {
        if (!this.scanAttribute(reader, ++metadata, 'metric')) return undefined;
      } else if ((tag & 7) === DELIMITED && ATTRIBUTES_FIELD[field] !== undefined) {
        // The last kind of data wins, parts of one kind merge.
        if (field !== data) this.clearPoints();
        data = field;
        if (!this.scanData(reader, ATTRIBUTES_FIELD[field], POINTS[field]!)) return undefined;
      } else reader.skip(tag);
    }
    if (reader.failedAt >= 0) return undefined;
    const { points, startUs, endUs } = this;
    return { bytes, resource, scope, name, startUs, endUs, points };
  }

  private clearPoints(): void {
    this.points = this.startUs = this.endUs = 0;
  }

  /** Scans Gauge, Sum, Histogram, ExponentialHistogram or Summary; false when a data point is over a limit. */
  private scanData(reader: WireReader, attributesField: number, point: Message): boolean {
    const outer = reader.enter();
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      if (tag !== DATA_POINT) reader.skip(tag);
      else if (!this.scanPoint(reader, (attributesField << 3) | DELIMITED, point)) return false;
    }
    reader.leave(outer);
    return true;
  }

  private scanPoint(reader: WireReader, attributeTag: number, point: Message): boolean {
    const outer = reader.enter();
    let timeUs = 0;
    let attributes = 0;
    while (reader.position < reader.limit) {
      const tag = reader.tag();
      if (tag === TIME) timeUs = microseconds(reader.fixed64(), reader.high);
      else if (tag === attributeTag) {
        if (!this.scanAttribute(reader, ++attributes, 'data point')) return false;
      } else if ((tag & 7) !== DELIMITED) reader.skip(tag);
      // Buckets, exemplars, quantiles: what is not looked at comes out again too.
      else readField(reader, tag, point);
    }
    reader.leave(outer);
    this.points++;
    if (timeUs === 0) return true;
    this.startUs = this.startUs === 0 ? timeUs : Math.min(this.startUs, timeUs);
    this.endUs = Math.max(this.endUs, timeUs);
    return true;
  }

  private scanAttribute(reader: WireReader, count: number, owner: string): boolean {
    const { maxAttributes, maxDepth } = this.limits;
    if (count > maxAttributes) this.refusal = `${owner} has more than ${maxAttributes} attributes`;
    else if (!this.scanner.scan(reader)) this.refusal = `attribute nests deeper than ${maxDepth}`;
    return this.refusal === '';
  }
}

/** Data points in a Metric body as far as it can be read, at least 1. */
function countPoints(body: Uint8Array): number {
  const reader = new WireReader(body);
  let points = 0;
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    if ((tag & 7) !== DELIMITED || ATTRIBUTES_FIELD[tag >>> 3] === undefined) {
      reader.skip(tag);
      continue;
    }
    const outer = reader.enter();
    while (reader.position < reader.limit) {
      const inner = reader.tag();
      reader.skip(inner);
      if (inner === DATA_POINT && !reader.failed) points++;
    }
    reader.leave(outer);
  }
  return Math.max(1, points);
}
