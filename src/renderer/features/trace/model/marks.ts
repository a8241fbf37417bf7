import type { TraceMark } from '../../../../shared/trace-marks.ts';
import { widthOf, type TimeWindow } from './time-window.ts';

/** How bad something is; decides color and order. */
export type MarkLevel = 'error' | 'warn' | 'plain';

/** A mark on the bar of its span. */
export interface PlacedMark extends TraceMark {
  /** Nanoseconds after the start of the trace. */
  readonly atNs: number;
}

/** Marks that are drawn as one. */
export interface MarkGroup {
  /** Middle, in CSS pixels of the lane. */
  readonly x: number;
  readonly level: MarkLevel;
  /** In order of time. */
  readonly marks: readonly PlacedMark[];
}

/** Marks nearer than this are drawn as one, in CSS pixels. */
const NEAR = 9;

/** The worst first. */
const LEVELS: readonly MarkLevel[] = ['error', 'warn', 'plain'];

export function levelOf({ kind, severity }: TraceMark): MarkLevel {
  if (kind === 'exception' || severity >= 17) return 'error';
  return severity >= 13 ? 'warn' : 'plain';
}

/** Marks by the id of their span, those without a time left out, each list in order of time. */
export function placeMarks(
  marks: readonly TraceMark[],
  startUs: number,
): ReadonlyMap<string, readonly PlacedMark[]> {
  const startNs = BigInt(Math.round(startUs)) * 1000n;
  const bySpan = new Map<string, PlacedMark[]>();
  for (const mark of marks) {
    if (mark.timeUnixNano === '0') continue;
    const placed = { ...mark, atNs: Number(BigInt(mark.timeUnixNano) - startNs) };
    const list = bySpan.get(mark.spanId);
    if (list) list.push(placed);
    else bySpan.set(mark.spanId, [placed]);
  }
  for (const list of bySpan.values()) list.sort((a, b) => a.atNs - b.atNs);
  return bySpan;
}

/** Where one is among the marks of a trace: at a mark, or at a span. */
export interface MarkPlace {
  readonly spanId: string;
  /** Start of the span, nanoseconds after that of the trace. */
  readonly startNs: number;
  /** Of the mark that was opened last, if it is one of the span. */
  readonly timeUnixNano?: string | undefined;
}

/** The next or the previous mark of a trace in order of time, from the last to the first and back; undefined of none. */
export function stepMark(
  marks: ReadonlyMap<string, readonly PlacedMark[]>,
  place: MarkPlace,
  by: 1 | -1,
): PlacedMark | undefined {
  const all = [...marks.values()]
    .flat()
    .toSorted((a, b) => a.atNs - b.atNs || (a.spanId < b.spanId ? -1 : 1));
  const { spanId, startNs, timeUnixNano } = place;
  const isHere = (mark: PlacedMark): boolean =>
    mark.spanId === spanId && mark.timeUnixNano === timeUnixNano;
  // Several may be at one time: all of them are passed at once, as the details show them together.
  const here = by === 1 ? all.findLastIndex(isHere) : all.findIndex(isHere);
  if (here >= 0) return all.at((here + by) % all.length);
  if (by === -1) return all.findLast(({ atNs }) => atNs < startNs) ?? all.at(-1);
  const own = all.find((mark) => mark.spanId === spanId);
  return own ?? all.find(({ atNs }) => atNs >= startNs) ?? all[0];
}

/** Marks in a lane of `lane` pixels that shows `window`; those outside are left out, near ones become one. */
export function groupMarks(
  marks: readonly PlacedMark[],
  window: TimeWindow,
  lane: number,
): MarkGroup[] {
  const scale = lane / widthOf(window);
  const groups: { first: number; marks: PlacedMark[] }[] = [];
  for (const mark of marks) {
    if (mark.atNs < window.fromNs || mark.atNs > window.toNs) continue;
    const x = (mark.atNs - window.fromNs) * scale;
    const last = groups.at(-1);
    if (last !== undefined && x - last.first < NEAR) last.marks.push(mark);
    else groups.push({ first: x, marks: [mark] });
  }
  return groups.map(({ first, marks: near }) => {
    const end = (near.at(-1)!.atNs - window.fromNs) * scale;
    const levels = new Set(near.map(levelOf));
    const level = LEVELS.find((one) => levels.has(one)) ?? 'plain';
    return { x: (first + end) / 2, level, marks: near };
  });
}
