import type { AttributeValue } from '../../../../../shared/telemetry.ts';
import { HIDDEN_VALUE } from '../../../../../shared/visibility.ts';
import { hidesAnything, type HiddenAttributes } from '../../../visibility/hidden-attributes.ts';
import { Rewriter } from '../../../visibility/rewriter.ts';
import { isDead } from '../../summarize.ts';
import { attributeText } from '../attribute-text.ts';
import type { DataFiles } from '../data-files.ts';
import { LruMap } from '../lru-map.ts';
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

/** Bytes of remembered values. */
const CACHE_BYTES = 32 * 1024 * 1024;
/** Memory that a value of a trace takes in all tables, roughly. */
const PAIR_BYTES = 80;

/**
 * Reads an attribute of all spans, their resources, scopes, events and links. What was read stays known, and only
 * newer segments are left to read when the same is asked again.
 */
export class TraceValueScan {
  readonly #files: DataFiles;
  readonly #known = new LruMap<string, ReadValues>(CACHE_BYTES);

  constructor(files: DataFiles) {
    this.#files = files;
  }

  /** Damaged segments are left out. Throws AppError `unavailable` once the signal is given. */
  async read(query: TraceValueQuery, signal?: AbortSignal): Promise<TraceValues> {
    const { projectId, key, fromUs = 0 } = query;
    const hidden = hidesAnything(query.hidden ?? null) ? query.hidden! : null;
    // What was read for one viewer must not be given to another.
    const name = JSON.stringify([projectId, key, hidden]);
    let read = this.#known.get(name);
    if (read === undefined || read.fromUs > fromUs) {
      read = new ReadValues(fromUs);
      this.#known.set(name, read, name.length);
    }
    const mine = read;
    // Whoever asks for the same meanwhile follows, and has little left to do.
    const turn = mine.turn.then(() => this.#advance(mine, projectId, key, hidden, signal));
    mine.turn = turn.catch(() => undefined);
    await turn;
    const values = mine.pairs.result();
    // Not if it was forgotten meanwhile: files it knows may be gone.
    if (this.#known.peek(name) === mine) {
      // What was left out may be wanted where less is asked for.
      const bytes = name.length + values.values.length * PAIR_BYTES;
      if (values.truncated || bytes > CACHE_BYTES) this.#known.delete(name);
      else this.#known.set(name, mine, bytes);
    }
    return values;
  }

  /** Forgets what was read; it is read again when asked. */
  clear(): void {
    this.#known.clear();
  }

  /** Reads the segments that were committed since the last time, the newest first. */
  async #advance(
    read: ReadValues,
    projectId: string,
    key: string,
    hidden: HiddenAttributes | null,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const files = this.#files;
    const rewriter = hidden === null ? undefined : new Rewriter(hidden);
    const slices = new Slices();
    const days = files.list(projectId, 'traces');
    read.keepTo(new Set(days.map(({ path }) => path)));
    for (const { path } of days) {
      const before = read.through.get(path) ?? 0;
      const newest = files.open(path)?.lastSegment() ?? 0;
      for (let id = newest; id > before; id = files.open(path)?.previousSegment(id) ?? 0) {
        signal?.throwIfAborted();
        skipDamage(() => {
          const reader = files.reopen(path);
          const row = reader.segment(id);
          // Spans do not start before their trace, so nothing here belongs to a trace that starts later.
          if (row !== undefined && row.maxUs >= read.fromUs) {
            readSegment(new SegmentView(reader, row, rewriter), key, read.pairs);
          }
        });
        if (slices.due) await slices.next();
      }
      read.through.set(path, newest);
    }
  }
}

/** How far an attribute has been read: segments never change. */
class ReadValues {
  /** Segments that end before this were passed over, microseconds. */
  readonly fromUs: number;
  /** Newest segment by file that was read, with all before it. */
  readonly through = new Map<string, number>();
  pairs = new ValuePairs();
  /** The reading under way. */
  turn: Promise<void> = Promise.resolve();

  constructor(fromUs: number) {
    this.fromUs = fromUs;
  }

  /** Starts over if a file it knows is gone or another one now: what was read of it may have changed. */
  keepTo(paths: ReadonlySet<string>): void {
    if ([...this.through.keys()].every((path) => paths.has(path))) return;
    this.through.clear();
    this.pairs = new ValuePairs();
  }
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
