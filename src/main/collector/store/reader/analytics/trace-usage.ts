import type { TraceColumns } from '../trace-columns.ts';
import { USAGE_WIDTH } from './usage-sum.ts';

/** What one trace used, written anew for each. */
const used = new Float64Array(USAGE_WIDTH);

/**
 * What the calls of a trace used, or what a wrapper says when no call says anything; good until the next one is asked
 * for. Undefined when nothing was used.
 */
export function traceUsage(c: TraceColumns, row: number): Float64Array | undefined {
  const cost = c.costUsd[row]!;
  const ofCalls = c.callsReportTokens(row);
  // Numbers of a wrapper are in the order of a usage.
  const wrapper = ofCalls ? 0 : c.wrapper[row]! * USAGE_WIDTH;
  if (wrapper !== 0) {
    for (let at = 0; at < USAGE_WIDTH; at++) used[at] = c.wrappers[wrapper + at]!;
  } else {
    if (!ofCalls && Number.isNaN(cost)) return undefined;
    used[0] = c.inputTokens[row]!;
    used[1] = c.outputTokens[row]!;
    used[2] = c.cachedTokens[row]!;
    used[3] = c.reasoningTokens[row]!;
  }
  used[4] = cost;
  return used;
}
