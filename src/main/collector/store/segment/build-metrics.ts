import type { MetricEntry } from '../../otlp/types.ts';
import type { PreparedSegment } from '../types.ts';
import { packBody } from './body.ts';
import { encodeContext } from './context.ts';
import { buildFilter } from './filter.ts';
import { cutFrames, packFrames } from './frames.ts';
import { joinRecords, mergeContext, requestsOf, type SegmentInput } from './merge-context.ts';
import { encodeMetricHeader, type MetricHeader } from './metric-header.ts';
import { StringTable } from './string-table.ts';
import { allocateTraceRows } from './trace-rows.ts';

/** Makes one segment of the metrics of one or more requests of a project, in order of name and time. */
export function buildMetricSegment(inputs: readonly SegmentInput<MetricEntry>[]): PreparedSegment {
  const joined = joinRecords(inputs);
  const { records, inputOf } = joined;
  const count = records.length;
  const order = Uint32Array.from(records, (_, i) => i);
  order.sort((x, y) => compare(records[x]!, records[y]!) || x - y);
  const context = mergeContext(inputs, joined, order);
  const strings = new StringTable();
  const header: MetricHeader = {
    count,
    strings: strings.list,
    name: new Uint32Array(count),
    startUs: new Float64Array(count),
    endUs: new Float64Array(count),
    points: new Uint32Array(count),
    length: new Uint32Array(count),
    resource: new Uint32Array(count),
    scope: new Uint32Array(count),
  };
  let minUs = Infinity;
  let maxUs = 0;
  for (let i = 0; i < count; i++) {
    const entry = records[order[i]!]!;
    const input = inputOf[order[i]!]!;
    header.name[i] = strings.index(entry.name);
    header.startUs[i] = entry.startUs;
    header.endUs[i] = entry.endUs;
    header.points[i] = entry.points;
    header.length[i] = entry.bytes.length;
    header.resource[i] = context.resourceMaps[input]![entry.resource]!;
    header.scope[i] = context.scopeMaps[input]![entry.scope]!;
    if (entry.startUs > 0) minUs = Math.min(minUs, entry.startUs);
    maxUs = Math.max(maxUs, entry.endUs);
  }
  const cuts = cutFrames(header.length, count, () => true);
  const body = packBody({
    parts: new Uint8Array(0),
    header: encodeMetricHeader(header),
    context: encodeContext(context),
    filter: buildFilter(inputs.map(({ batch }) => batch.attributeHashes)),
    frames: packFrames(header.length, cuts, (i) => records[order[i]!]!.bytes),
  });
  return {
    signal: 'metrics',
    records: count,
    minUs: Math.min(minUs, maxUs),
    maxUs,
    parts: { body, rows: allocateTraceRows(0, 0).buffer },
    requestOf: requestsOf(order, inputOf, inputs),
  };
}

function compare(a: MetricEntry, b: MetricEntry): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.startUs - b.startUs;
}
