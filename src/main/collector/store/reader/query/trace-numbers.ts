import type { TraceField } from '../../../../../shared/query/fields.ts';
import type { TraceIndex } from '../trace-index.ts';

/** Numbers of a wrapper span, in the order of `TraceColumns.wrappers`. */
const WRAPPER_WIDTH = 5;
const USAGE = ['input_tokens', 'output_tokens', 'cached_tokens', 'reasoning_tokens'] as const;

/** A column of numbers as the list shows it, and whether 0 stands for none. */
export function traceNumbers(
  index: TraceIndex,
  field: TraceField,
): { valueOf: (row: number) => number; zeroIsNone: boolean } {
  const { columns: c } = index;
  switch (field) {
    case 'duration':
      return { valueOf: (row) => c.endUs[row]! - c.startUs[row]!, zeroIsNone: false };
    case 'start':
      return { valueOf: (row) => c.startUs[row]!, zeroIsNone: false };
    case 'cost':
      return { valueOf: (row) => c.costUsd[row]!, zeroIsNone: false };
    case 'spans':
      return { valueOf: (row) => c.spans[row]!, zeroIsNone: true };
    case 'errors':
      return { valueOf: (row) => c.errors[row]!, zeroIsNone: true };
    case 'tokens':
      return { valueOf: (row) => c.tokens[row]!, zeroIsNone: true };
    case 'services': {
      const { serviceSets } = index;
      return { valueOf: (row) => serviceSets.of(c.services[row]!).length, zeroIsNone: true };
    }
    default: {
      const at = USAGE.findIndex((name) => name === field);
      const calls = [c.inputTokens, c.outputTokens, c.cachedTokens, c.reasoningTokens][at]!;
      return {
        // What a wrapper reports counts where no call reports any.
        valueOf: (row) =>
          c.wrapper[row] === 0 || c.callsReportTokens(row)
            ? calls[row]!
            : c.wrappers[c.wrapper[row]! * WRAPPER_WIDTH + at]!,
        zeroIsNone: true,
      };
    }
  }
}
