import { spanName } from '../../segment/segment-calls.ts';
import type { SpanColumns } from '../../segment/span-header.ts';

/** How far apart a span and its parent may begin for the one to be a call of the other, microseconds: a day. */
export const MAX_APART_US = 86_400e6;

/** Number of a span that is not there. */
export const NO_SPAN = -1;

/** Ordinal of the parent of a span, {@link NO_SPAN} for none in this segment. */
export function parentAt(header: SpanColumns<'parent'>, trace: number, i: number): number {
  const place = header.parent[i]!;
  return place % 2 === 0 ? NO_SPAN : header.runAt[trace]! + ((place - 1) >>> 1);
}

/** 53 bits of the id of the parent of a span, see `spanName`; 0 for none. */
export function parentName(header: SpanColumns<'parent'>, trace: number, i: number): number {
  const place = header.parent[i]!;
  if (place === 0) return 0;
  return place % 2 === 0
    ? spanName(header, trace, header.parentIds, (place - 1) >>> 1)
    : spanName(header, trace, header.spanIds, parentAt(header, trace, i));
}

/** Whether a span that began then is called by its parent: one of long before is not looked for. */
export function isCalledBy(startUs: number, parentStartUs: number): boolean {
  return Math.abs(startUs - parentStartUs) <= MAX_APART_US;
}
