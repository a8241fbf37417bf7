import type { SpanTable } from '../../../../shared/span-table.ts';

/** Spans sorted at a stretch; what is longer is merged from such runs, with a chance to stop in between. */
const RUN = 4_096;

/** Spans by the time they ended, latest first; equal ones keep their order. Yields, see `criticalPath`. */
export function* byEndDescending(table: SpanTable, spans: Int32Array): Generator<void, Int32Array> {
  const { startNs, durationNs } = table;
  const later = (a: number, b: number): number =>
    startNs[b]! + durationNs[b]! - (startNs[a]! + durationNs[a]!);
  for (let from = 0; from < spans.length; from += RUN) {
    spans.subarray(from, from + RUN).sort(later);
    if (spans.length > RUN) yield;
  }
  let runs: Int32Array = spans;
  let merged: Int32Array = new Int32Array(spans.length > RUN ? spans.length : 0);
  for (let size = RUN; size < spans.length; size *= 2) {
    for (let from = 0; from < spans.length; from += 2 * size) {
      const middle = Math.min(from + size, spans.length);
      const end = Math.min(from + 2 * size, spans.length);
      let left = from;
      let right = middle;
      for (let to = from; to < end; to++) {
        const isLeft = right === end || (left < middle && later(runs[left]!, runs[right]!) <= 0);
        merged[to] = isLeft ? runs[left++]! : runs[right++]!;
        if (to % RUN === 0) yield;
      }
    }
    [runs, merged] = [merged, runs];
  }
  return runs;
}
