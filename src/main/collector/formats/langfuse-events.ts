import type { FoundQueue } from './found-queue.ts';
import { langfuseObservation, langfuseTrace } from './langfuse.ts';
import { langfuseScore } from './langfuse-scores.ts';
import { isRecord, nanosOf, textOf, type JsonRecord } from './otlp-span.ts';
import type { SpanBatch } from './span-batch.ts';
import type { FilePlace } from './types.ts';

// Events as Langfuse's SDKs send them (POST /api/public/ingestion) and its server keeps them in its blob store: what
// was begun and how it went on are events of their own with one id in their bodies.

/** Events held until their trace is whole, bytes. */
const MAX_BYTES = 48 * 1024 * 1024;

const KINDS =
  /^(trace|span|generation|event|observation|agent|tool|chain|retriever|evaluator|embedding|guardrail|score)-(create|update)$/;

/** A score as a line of annotations. */
interface ScoreLine {
  readonly json: string;
  readonly place: FilePlace;
}

interface Merged {
  readonly fields: JsonRecord;
  readonly place: FilePlace;
}

/** Whether a record is an event of Langfuse's ingestion; what SDKs log beside them counts as one. */
export function isLangfuseEvent(record: JsonRecord): boolean {
  const type = textOf(record['type']);
  return (KINDS.test(type) || type === 'sdk-log') && isRecord(record['body']);
}

/** Puts traces and observations together from their events. */
export class LangfuseEvents {
  readonly #traces = new Map<string, Merged>();
  readonly #observations = new Map<string, Merged>();
  readonly #scores: ScoreLine[] = [];
  #bytes = 0;

  /** Holds an event until its trace is taken. */
  add(event: JsonRecord, place: FilePlace, bytes: number): void {
    const body = event['body'] as JsonRecord;
    const [, kind = ''] = KINDS.exec(textOf(event['type'])) ?? [];
    const id = textOf(body['id']);
    const { timestamp } = event;
    if (kind === 'trace') merge(this.#traces, id, { timestamp, ...body }, place);
    else if (kind === 'score') {
      this.#scores.push({ json: langfuseScore({ timestamp, ...body }), place });
    } else if (kind !== '') {
      const type = kind === 'observation' ? body['type'] : kind.toUpperCase();
      merge(this.#observations, id, { ...body, type }, place);
    }
    this.#bytes += bytes;
  }

  /** Whether it holds as much as it should. */
  get isFull(): boolean {
    return this.#bytes > MAX_BYTES;
  }

  /** Gives out what is held: spans to the batch, and lines of annotations. */
  take(queue: FoundQueue, batch: SpanBatch): ScoreLine[] {
    const inTrace = new Map<string, JsonRecord[]>();
    for (const { fields, place } of this.#observations.values()) {
      const traceId = textOf(fields['traceId']) || textOf(fields['id']);
      const row = { ...fields, traceId };
      if (nanosOf(fields['startTime']) === undefined) {
        queue.problem(place, 'it changes an observation whose beginning is not in the file', 1);
      } else if (this.#traces.has(traceId)) {
        const rows = inTrace.get(traceId);
        if (rows === undefined) inTrace.set(traceId, [row]);
        else rows.push(row);
      } else {
        const span = langfuseObservation(row);
        if (span !== undefined) batch.add(span, place, 0);
      }
    }
    for (const [id, { fields, place }] of this.#traces) {
      const spans = langfuseTrace({ ...fields, id, observations: inTrace.get(id) ?? [] });
      if (spans.length === 0) queue.problem(place, 'it has no id or no time', 1);
      for (const span of spans) batch.add(span, place, 0);
    }
    this.#traces.clear();
    this.#observations.clear();
    this.#bytes = 0;
    return this.#scores.splice(0);
  }
}

/** What a later event says wins, but for what it leaves open. */
function merge(into: Map<string, Merged>, id: string, body: JsonRecord, place: FilePlace): void {
  const said = Object.entries(body).filter(([, value]) => value !== null && value !== undefined);
  const before = into.get(id);
  const fields = { ...before?.fields, ...Object.fromEntries(said) };
  into.set(id, { fields, place: before?.place ?? place });
}
