import type { Signal } from '../../otlp/types.ts';
import { SegmentError } from '../segment/segment-error.ts';
import { decodeLogHeader, type LogHeader } from '../segment/log-header.ts';
import { decodeSpanHeader, type SpanHeader } from '../segment/span-header.ts';
import { isDead } from '../summarize.ts';
import { traceAt } from '../segment/trace-at.ts';
import { sameTraceId, traceIdBytes, traceKey } from '../trace-key.ts';
import type { DataFiles } from './data-files.ts';
import { LruMap } from './lru-map.ts';
import { Slices } from './slices.ts';

/** Spans of all cached headers together. */
const CACHED_SPANS = 200_000;

/** Where a segment is. */
interface SegmentPlace {
  readonly day: string;
  readonly path: string;
  readonly segmentId: number;
}

/** Records of one trace in one segment. */
export interface TraceSegment<H> extends SegmentPlace {
  readonly header: H;
  /** In stored order, dead ones left out. */
  readonly ordinals: readonly number[];
}

/** Spans of one trace in one segment. */
export interface SpanSegment extends TraceSegment<SpanHeader> {
  /** Number of the trace in the header. */
  readonly trace: number;
  /** Bitmap of ordinals that repeat stored spans. */
  readonly dead: Uint8Array | undefined;
}

/** Finds the segments that hold a trace, through the key index of every day file. */
export class TraceSegments {
  private readonly files: DataFiles;
  private readonly headers = new LruMap<string, SpanHeader>(CACHED_SPANS);

  constructor(files: DataFiles) {
    this.files = files;
  }

  /** Forgets what is cached of segments. */
  clear(): void {
    this.headers.clear();
  }

  /** Segments with live spans of a trace, newest day first. A damaged segment is left out. */
  async spans(projectId: string, traceId: string): Promise<SpanSegment[]> {
    const id = traceIdBytes(traceId);
    return this.find(projectId, 'traces', id, (path, segmentId, first) => {
      const reader = this.files.reopen(path);
      const header = this.spanHeader(path, segmentId);
      const trace = header && traceAt(header, first, id);
      if (header === undefined || trace === undefined) return undefined;
      const dead = reader.segment(segmentId)?.dead;
      const ordinals: number[] = [];
      for (let i = header.runAt[trace]!; i < header.runAt[trace + 1]!; i++) {
        if (!isDead(dead, i)) ordinals.push(i);
      }
      return { header, ordinals, trace, dead };
    });
  }

  /** Segments with log records of a trace, or of one span of it, newest day first. */
  async logs(
    projectId: string,
    traceId: string,
    spanId?: string,
  ): Promise<TraceSegment<LogHeader>[]> {
    const id = traceIdBytes(traceId);
    const wanted = spanId === undefined ? undefined : Buffer.from(spanId, 'hex');
    return this.find(projectId, 'logs', id, (path, segmentId, first, count) => {
      const reader = this.files.reopen(path);
      const stored = reader.section('header', segmentId);
      if (stored === undefined) return undefined;
      const header = decodeLogHeader(stored);
      const dead = reader.segment(segmentId)?.dead;
      const ordinals: number[] = [];
      for (let i = first; i < Math.min(first + count, header.count); i++) {
        const trace = header.trace[i]!;
        if (trace === 0 || isDead(dead, i)) continue;
        if (!sameTraceId(header.traceIds, (trace - 1) * 16, id, 0)) continue;
        if (wanted && wanted.compare(header.spanIds, i * 8, i * 8 + 8) !== 0) continue;
        ordinals.push(i);
      }
      return { header, ordinals };
    });
  }

  private async find<P extends { readonly ordinals: readonly number[] }>(
    projectId: string,
    signal: Signal,
    id: Uint8Array,
    read: (path: string, segmentId: number, first: number, count: number) => P | undefined,
  ): Promise<(P & SegmentPlace)[]> {
    const slices = new Slices();
    const found: (P & SegmentPlace)[] = [];
    for (const { day, path } of this.files.list(projectId, signal)) {
      for (const { segmentId, first, count } of this.files
        .open(path)
        ?.traceRanges(traceKey(id, 0)) ?? []) {
        const part = skipDamage(() => read(path, segmentId, first, count));
        if (part !== undefined && part.ordinals.length > 0)
          found.push({ day, path, segmentId, ...part });
        if (slices.due) await slices.next();
      }
    }
    return found;
  }

  private spanHeader(path: string, segmentId: number): SpanHeader | undefined {
    const key = `${path}:${segmentId}`;
    const known = this.headers.get(key);
    if (known !== undefined) return known;
    const stored = this.files.reopen(path).section('header', segmentId);
    if (stored === undefined) return undefined;
    const header = decodeSpanHeader(stored);
    this.headers.set(key, header, header.count);
    return header;
  }
}

/** Undefined when what is read turns out to be damaged. */
export function skipDamage<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SegmentError) return undefined;
    throw error;
  }
}
