import type { AttributeValue } from '../../../../../shared/telemetry.ts';
import { HIDDEN_VALUE } from '../../../../../shared/visibility.ts';
import { hidesAnything, type HiddenAttributes } from '../../../visibility/hidden-attributes.ts';
import { Rewriter } from '../../../visibility/rewriter.ts';
import { isDead } from '../../summarize.ts';
import { attributeText } from '../attribute-text.ts';
import type { DataFiles } from '../data-files.ts';
import { Slices } from '../slices.ts';
import { TraceIdSet } from '../trace-id-set.ts';
import { skipDamage } from '../trace-segments.ts';
import { MAX_VALUE_LENGTH, MAX_VALUES, readAttribute } from './attribute-values.ts';
import { SegmentView } from './segment-view.ts';

/** Values of all traces together. */
const MAX_PAIRS = 2_000_000;

/** Which attribute is asked for, of whom. */
export interface TraceValueQuery {
  readonly projectId: string;
  readonly key: string;
  /** Traces that start before may be left out, microseconds. */
  readonly fromUs?: number | undefined;
  readonly hidden?: HiddenAttributes | null | undefined;
}

/** Values that the spans of traces have for an attribute, each once a trace. */
export interface TraceValues {
  readonly texts: readonly string[];
  /** Ids of the traces, 16 bytes each, one for each number in `values`. */
  readonly ids: Uint8Array<ArrayBuffer>;
  /** Places in `texts`. */
  readonly values: Uint32Array<ArrayBuffer>;
  /** Whether some were left out, too long or too many. */
  readonly truncated: boolean;
}

/**
 * Reads an attribute of all spans, their resources, scopes, events and links; damaged segments are left out.
 *
 * Throws AppError `unavailable` once the signal is given.
 */
export async function traceValues(
  files: DataFiles,
  { projectId, key, fromUs = 0, hidden = null }: TraceValueQuery,
  signal?: AbortSignal,
): Promise<TraceValues> {
  const rewriter = hidesAnything(hidden) ? new Rewriter(hidden!) : undefined;
  const pairs = new ValuePairs();
  const slices = new Slices();
  for (const { path } of files.list(projectId, 'traces')) {
    let id = files.open(path)?.lastSegment() ?? 0;
    for (; id > 0; id = files.open(path)?.previousSegment(id) ?? 0) {
      signal?.throwIfAborted();
      skipDamage(() => {
        const reader = files.reopen(path);
        const row = reader.segment(id);
        // Spans do not start before their trace, so nothing here belongs to a trace that starts later.
        if (row !== undefined && row.maxUs >= fromUs) {
          readSegment(new SegmentView(reader, row, rewriter), key, pairs);
        }
      });
      if (slices.due) await slices.next();
    }
  }
  return pairs.result();
}

function readSegment(segment: SegmentView, key: string, pairs: ValuePairs): void {
  const { header, row, traceOf } = segment;
  const add = (ordinal: number, values: readonly AttributeValue[] = []): void => {
    for (const value of values) {
      for (const one of value.type === 'array' ? value.value : [value]) {
        pairs.add(header.traceIds, traceOf[ordinal]! * 16, attributeText(one));
      }
    }
  };
  readAttribute(segment, key, {
    inContext: (resources, scopes) => {
      for (let ordinal = 0; ordinal < header.count; ordinal++) {
        if (isDead(row.dead, ordinal)) continue;
        add(ordinal, resources[header.resource[ordinal]!]);
        add(ordinal, scopes[header.scope[ordinal]!]);
      }
    },
    inSpan: add,
  });
}

/** Collects values by trace. */
class ValuePairs {
  readonly #traces = new TraceIdSet();
  readonly #numbers = new Map<string, number>();
  readonly #known = new Set<number>();
  readonly #ofTrace: number[] = [];
  readonly #values: number[] = [];
  #truncated = false;

  add(ids: Uint8Array, at: number, text: string): void {
    if (text === HIDDEN_VALUE) return;
    let number = this.#numbers.get(text);
    const isNew = number === undefined;
    if (text.length > MAX_VALUE_LENGTH || (isNew && this.#numbers.size === MAX_VALUES)) {
      this.#truncated = true;
      return;
    }
    number ??= this.#numbers.size;
    const trace = this.#traces.add(ids, at);
    const pair = trace * MAX_VALUES + number;
    if (this.#known.has(pair)) return;
    if (this.#known.size === MAX_PAIRS) {
      this.#truncated = true;
      return;
    }
    if (isNew) this.#numbers.set(text, number);
    this.#known.add(pair);
    this.#ofTrace.push(trace);
    this.#values.push(number);
  }

  result(): TraceValues {
    const all = this.#traces.toBytes();
    const ids = new Uint8Array(this.#ofTrace.length * 16);
    for (const [i, trace] of this.#ofTrace.entries()) {
      ids.set(all.subarray(trace * 16, trace * 16 + 16), i * 16);
    }
    return {
      texts: [...this.#numbers.keys()],
      ids,
      values: Uint32Array.from(this.#values),
      truncated: this.#truncated,
    };
  }
}
