import { asBuffer, microseconds, WireReader } from '../otlp/wire.ts';
import type { Signal } from '../otlp/types.ts';

/** Tags of the times of records, fixed64 (opentelemetry-proto 1.11); a log record may have one of two. */
const TIMES: Readonly<Record<Signal, readonly number[]>> = {
  traces: [0x39],
  logs: [0x09, 0x59],
  metrics: [0x19],
};
/** Gauge, sum, histogram, exponential histogram and summary of a metric, and the data points of each. */
const KINDS_OF_METRIC = [0x2a, 0x3a, 0x4a, 0x52, 0x5a];
const DATA_POINT = 0x0a;

/** When a stored record was, milliseconds since the epoch: a metric by its first data point; 0 where it does not say. */
export function recordTime(signal: Signal, bytes: Uint8Array): number {
  const reader = new WireReader(asBuffer(bytes));
  if (signal === 'metrics') {
    if (!enterField(reader, KINDS_OF_METRIC) || !enterField(reader, [DATA_POINT])) return 0;
  }
  if (!findField(reader, TIMES[signal])) return 0;
  return Math.floor(microseconds(reader.fixed64(), reader.high) / 1000);
}

/** Goes to the first field with one of these tags; its value is next. */
function findField(reader: WireReader, tags: readonly number[]): boolean {
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    if (tags.includes(tag)) return true;
    reader.skip(tag);
  }
  return false;
}

function enterField(reader: WireReader, tags: readonly number[]): boolean {
  const isFound = findField(reader, tags);
  if (isFound) reader.enter();
  return isFound;
}
