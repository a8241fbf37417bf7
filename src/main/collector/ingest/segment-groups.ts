import type { DecodedBatch, LogEntry, MetricEntry, Signal, SpanRecord } from '../otlp/types.ts';
import { buildLogSegment } from '../store/segment/build-logs.ts';
import { buildMetricSegment } from '../store/segment/build-metrics.ts';
import { buildSpanSegment } from '../store/segment/build-spans.ts';
import type { SegmentInput } from '../store/segment/merge-context.ts';
import type { PreparedSegment } from '../store/types.ts';
import { DONE, DONE_WIDTH, STATES, type JobSegment } from './job.ts';

type Batch = DecodedBatch<SpanRecord | LogEntry | MetricEntry>;

interface Group {
  readonly project: number;
  readonly signal: Signal;
  readonly inputs: SegmentInput<SpanRecord | LogEntry | MetricEntry>[];
}

/** Collects the decoded requests of a job by project and signal, and builds a segment of each group. */
export class SegmentGroups {
  readonly segments: JobSegment[] = [];
  readonly #table: Int32Array;
  readonly #onFailure: (row: number, error: unknown) => void;
  #groups = new Map<string, Group>();
  #heldBytes = 0;

  /** @param table the job's answer, in which each row's segment is noted */
  constructor(table: Int32Array, onFailure: (row: number, error: unknown) => void) {
    this.#table = table;
    this.#onFailure = onFailure;
  }

  /** Bytes of the bodies waiting to be built into segments. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  add(row: number, project: number, signal: Signal, batch: Batch, bytes: number): void {
    const key = `${project} ${signal}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { project, signal, inputs: [] };
      this.#groups.set(key, group);
    }
    group.inputs.push({ batch, request: row });
    this.#heldBytes += bytes;
  }

  build(): void {
    for (const group of this.#groups.values()) this.#buildGroup(group);
    this.#groups = new Map();
    this.#heldBytes = 0;
  }

  #buildGroup({ project, signal, inputs }: Group): void {
    try {
      const { calls, ...segment } = buildSegment(signal, inputs);
      for (const { request } of inputs) {
        this.#table[request * DONE_WIDTH + DONE.segment] = this.segments.length;
      }
      this.segments.push({ project, segment, calls });
    } catch (error) {
      this.#fail({ project, signal, inputs }, error);
    }
  }

  /** Requests that cannot be built together are built one by one, so that only the one at fault fails. */
  #fail({ project, signal, inputs }: Group, error: unknown): void {
    if (inputs.length > 1) {
      for (const input of inputs) this.#buildGroup({ project, signal, inputs: [input] });
      return;
    }
    const row = inputs[0]!.request;
    this.#table[row * DONE_WIDTH + DONE.state] = STATES.indexOf('internal');
    this.#onFailure(row, error);
  }
}

function buildSegment(signal: Signal, inputs: Group['inputs']): PreparedSegment {
  if (signal === 'logs') return buildLogSegment(inputs as SegmentInput<LogEntry>[]);
  if (signal === 'metrics') return buildMetricSegment(inputs as SegmentInput<MetricEntry>[]);
  return buildSpanSegment(inputs as SegmentInput<SpanRecord>[]);
}
