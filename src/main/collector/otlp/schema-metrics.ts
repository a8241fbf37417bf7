import { KEY_VALUE } from './schema-common.ts';
import {
  many,
  message,
  one,
  ONEOF,
  OPTIONAL,
  REPEATED,
  type FieldDefinition,
  type FieldOptions,
  type Message,
} from './schema.ts';

// opentelemetry-proto 1.11, metrics.proto.

const TEMPORALITIES = {
  AGGREGATION_TEMPORALITY_UNSPECIFIED: 0,
  AGGREGATION_TEMPORALITY_DELTA: 1,
  AGGREGATION_TEMPORALITY_CUMULATIVE: 2,
};
const EXEMPLAR = message('Exemplar', {
  timeUnixNano: [2, 'fixed64'],
  asDouble: [3, 'double', ONEOF],
  spanId: [4, 'hex'],
  traceId: [5, 'hex'],
  asInt: [6, 'sfixed64', ONEOF],
  filteredAttributes: [7, 'message', many(() => KEY_VALUE)],
});
const NUMBER_POINT = message('NumberDataPoint', {
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  asDouble: [4, 'double', ONEOF],
  exemplars: [5, 'message', many(() => EXEMPLAR)],
  asInt: [6, 'sfixed64', ONEOF],
  attributes: [7, 'message', many(() => KEY_VALUE)],
  flags: [8, 'uint32'],
});
const HISTOGRAM_POINT = message('HistogramDataPoint', {
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double', OPTIONAL],
  bucketCounts: [6, 'fixed64', REPEATED],
  explicitBounds: [7, 'double', REPEATED],
  exemplars: [8, 'message', many(() => EXEMPLAR)],
  attributes: [9, 'message', many(() => KEY_VALUE)],
  flags: [10, 'uint32'],
  min: [11, 'double', OPTIONAL],
  max: [12, 'double', OPTIONAL],
});
const BUCKETS = message('Buckets', {
  offset: [1, 'sint32'],
  bucketCounts: [2, 'uint64', REPEATED],
});
const EXPONENTIAL_POINT = message('ExponentialHistogramDataPoint', {
  attributes: [1, 'message', many(() => KEY_VALUE)],
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double', OPTIONAL],
  scale: [6, 'sint32'],
  zeroCount: [7, 'fixed64'],
  positive: [8, 'message', one(() => BUCKETS)],
  negative: [9, 'message', one(() => BUCKETS)],
  flags: [10, 'uint32'],
  exemplars: [11, 'message', many(() => EXEMPLAR)],
  min: [12, 'double', OPTIONAL],
  max: [13, 'double', OPTIONAL],
  zeroThreshold: [14, 'double'],
});
const QUANTILE = message('ValueAtQuantile', { quantile: [1, 'double'], value: [2, 'double'] });
const SUMMARY_POINT = message('SummaryDataPoint', {
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  quantileValues: [6, 'message', many(() => QUANTILE)],
  attributes: [7, 'message', many(() => KEY_VALUE)],
  flags: [8, 'uint32'],
});

const TEMPORALITY: FieldDefinition = [2, 'enum', { names: TEMPORALITIES }];
const GAUGE = message('Gauge', { dataPoints: [1, 'message', many(() => NUMBER_POINT)] });
const SUM = message('Sum', {
  dataPoints: [1, 'message', many(() => NUMBER_POINT)],
  aggregationTemporality: TEMPORALITY,
  isMonotonic: [3, 'bool'],
});
const HISTOGRAM = message('Histogram', {
  dataPoints: [1, 'message', many(() => HISTOGRAM_POINT)],
  aggregationTemporality: TEMPORALITY,
});
const EXPONENTIAL_HISTOGRAM = message('ExponentialHistogram', {
  dataPoints: [1, 'message', many(() => EXPONENTIAL_POINT)],
  aggregationTemporality: TEMPORALITY,
});
const SUMMARY = message('Summary', { dataPoints: [1, 'message', many(() => SUMMARY_POINT)] });
export const METRIC = message('Metric', {
  name: [1, 'string'],
  description: [2, 'string'],
  unit: [3, 'string'],
  gauge: [5, 'message', data(() => GAUGE)],
  sum: [7, 'message', data(() => SUM)],
  histogram: [9, 'message', data(() => HISTOGRAM)],
  exponentialHistogram: [10, 'message', data(() => EXPONENTIAL_HISTOGRAM)],
  summary: [11, 'message', data(() => SUMMARY)],
  metadata: [12, 'message', many(() => KEY_VALUE)],
});

function data(of: () => Message): FieldOptions {
  return { ...one(of), ...ONEOF, lengthBytes: 2 };
}
