import type { ExportFormat } from '../../../shared/contract/transfer.ts';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import { hasCriteria } from '../../../shared/trace-criteria.ts';
import { formatPlural } from '../../ui/format.ts';

/** What is about to be exported. */
export interface ExportContent {
  readonly projectName: string;
  readonly format: ExportFormat;
  readonly filter: TraceFilter;
  /** Only these; absent: all that pass the filter. */
  readonly traceIds?: readonly string[] | undefined;
}

/** Says what will be in an export, for whoever is about to begin it. */
export function describeExport({ projectName, format, filter, traceIds }: ExportContent): string {
  const isTimed = filter.fromUs !== undefined || filter.toUs !== undefined;
  const isPicked = traceIds !== undefined || hasCriteria(filter);
  const traces =
    traceIds === undefined
      ? `${isPicked ? 'The traces that the list shows' : 'All traces'} of ${projectName}`
      : `${formatPlural(traceIds.length, 'trace')} of ${projectName}`;
  const time = isTimed && !isPicked ? ' in its time range' : '';
  return `${traces}${restOf(format, isPicked)}${time}. What is hidden from you stays out.`;
}

/** What goes along with the traces. */
function restOf(format: ExportFormat, isPicked: boolean): string {
  if (format === 'csv') return ', a row each';
  if (format === 'jaeger') return ', without logs';
  if (format === 'bundle')
    return isPicked ? ', their logs and notes, no metrics' : ', all logs, metrics and notes';
  return isPicked ? ' with their logs, no metrics' : ' and all logs';
}
