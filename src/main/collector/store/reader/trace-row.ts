import type { TraceSummary } from '../../../../shared/contract/traces.ts';
import { PART_FLAG } from '../summarize.ts';
import { idHex } from './trace-id.ts';
import type { TraceIndex } from './trace-index.ts';

/** The list row of a trace. */
export function summaryOf(index: TraceIndex, row: number): TraceSummary {
  const c = index.columns;
  const text = (column: Uint32Array): string => index.strings.text(column[row]!);
  const wrapper = c.callsReportTokens(row) ? 0 : c.wrapper[row]! * 5;
  const usage = (calls: Float64Array, at: number): number =>
    wrapper === 0 ? calls[row]! : c.wrappers[wrapper + at]!;
  const cost = c.costUsd[row]!;
  return {
    traceId: idHex(c.ids, row),
    name: text(c.name),
    hasRoot: (c.flags[row]! & PART_FLAG.root) !== 0,
    service: text(c.service),
    environment: text(c.environment),
    release: text(c.release),
    startUs: c.startUs[row]!,
    durationUs: c.endUs[row]! - c.startUs[row]!,
    spanCount: c.spans[row]!,
    errorCount: c.errors[row]!,
    serviceCount: index.serviceSets.of(c.services[row]!).length,
    status: c.errors[row]! > 0 ? 'error' : 'ok',
    provider: text(c.provider),
    model: text(c.model),
    inputTokens: usage(c.inputTokens, 0),
    outputTokens: usage(c.outputTokens, 1),
    cachedTokens: usage(c.cachedTokens, 2),
    reasoningTokens: usage(c.reasoningTokens, 3),
    costUsd: Number.isNaN(cost) ? null : cost,
    session: text(c.session),
    user: text(c.user),
  };
}
