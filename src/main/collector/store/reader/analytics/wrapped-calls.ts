import { spanName } from '../../segment/segment-calls.ts';
import type { SpanHeader } from '../../segment/span-header.ts';
import { isDead } from '../../summarize.ts';
import { roomFor } from './growing.ts';

/**
 * Tells which calls only repeat the calls below them, whatever segments the two are in.
 *
 * A call is a wrapper when some other span that reports usage names it as its parent. Within a segment that is known
 * when it is built; this knows the rest.
 */
export class WrappedCalls {
  /** 53 bits of the ids of the calls added, by number of usage. */
  private names = new Float64Array(0);
  private count = 0;
  /** Parents in other segments of spans with usage. */
  private readonly parents = new Set<number>();

  /** Adds the call at an ordinal of a segment; calls are numbered in the order they are added. */
  addCall(header: SpanHeader, trace: number, ordinal: number): void {
    this.names = roomFor(this.names, this.count + 1);
    this.names[this.count++] = spanName(header, trace, header.spanIds, ordinal);
  }

  /** Adds what a live span with usage tells of its parent; `dead` marks spans whose first copy is elsewhere. */
  addParent(
    header: SpanHeader,
    trace: number,
    ordinal: number,
    dead: Uint8Array | undefined,
  ): void {
    const place = header.parent[ordinal]!;
    if (place === 0) return;
    const index = (place - 1) >>> 1;
    const isHere = place % 2 === 1;
    const at = header.runAt[trace]! + index;
    // A live parent in this segment was made a wrapper when the segment was built.
    if (isHere && !isDead(dead, at)) return;
    const name = isHere
      ? spanName(header, trace, header.spanIds, at)
      : spanName(header, trace, header.parentIds, index);
    this.parents.add(name);
  }

  /** One byte a call: 1 for wrappers. */
  wrappers(): Uint8Array {
    const marks = new Uint8Array(this.count);
    for (let i = 0; i < this.count; i++) if (this.parents.has(this.names[i]!)) marks[i] = 1;
    return marks;
  }
}
