import type { FileReport } from '../../../shared/contract/file-report.ts';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import type { AuditDraft } from '../audit/draft.ts';

interface ExportRequest {
  readonly projectId: string;
  readonly filter: TraceFilter;
  readonly signals: readonly string[];
  readonly format: string;
  readonly viewAs?: string | undefined;
  readonly traceIds?: readonly string[] | undefined;
  readonly redact?: readonly string[];
  readonly passphrase?: string | undefined;
}

/** What the audit log says of an export: the time range and which filters, not what they look for. */
export function exportRequested(request: ExportRequest): AuditDraft {
  const { projectId, filter, signals, format, viewAs, traceIds, redact = [] } = request;
  const { fromUs, toUs, ...others } = filter;
  const filters = Object.entries(others)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  return {
    ...aboutTraces(projectId),
    action: 'traces.exported',
    after: {
      signals: [...signals],
      format,
      ...(fromUs === undefined ? {} : { from: isoOfUs(fromUs) }),
      ...(toUs === undefined ? {} : { to: isoOfUs(toUs) }),
      ...(filters.length === 0 ? {} : { filters }),
      ...(viewAs === undefined ? {} : { viewAs }),
      ...(traceIds === undefined ? {} : { traces: traceIds.length }),
      ...(redact.length === 0 ? {} : { redacted: [...redact] }),
      ...(request.passphrase === undefined ? {} : { encrypted: true }),
    },
  };
}

/** What the audit log says of a file that was read. */
export function fileImported(projectId: string, report: FileReport): AuditDraft {
  const { formats, accepted, duplicates, rejected } = report;
  return {
    ...aboutTraces(projectId),
    action: 'traces.imported',
    after: { format: formats.join(', '), accepted, duplicates, rejected },
  };
}

function aboutTraces(projectId: string) {
  return { resource: 'traces', resourceId: projectId, projectId } as const;
}

const isoOfUs = (us: number): string => new Date(Math.min(us / 1000, 8.64e15)).toISOString();
