import type { ReactNode } from 'react';
import { z } from 'zod';
import type { AnnotatedTrace } from '../../../shared/contract/annotations.ts';
import type { TraceSort, TraceSummary } from '../../../shared/contract/traces.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import {
  dayTime,
  exactTime,
  formatCompact,
  formatCount,
  formatDuration,
  formatMoney,
  shortId,
} from '../../ui/format.ts';
import { IconButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { serviceColorToken } from '../../ui/service-colors.ts';
import { shownName } from '../../ui/shown-name.ts';
import { RowAnnotations } from '../annotations/row-annotations.tsx';
import styles from './trace-table.module.css';

/** What a cell may need beside its trace. */
export interface CellContext {
  href: (trace: TraceSummary) => string;
  annotated: ReadonlyMap<string, AnnotatedTrace>;
  /** Lists only what also meets a condition. */
  narrow: (condition: string) => void;
  /** Opens what can be done with a trace, at an element. */
  openMenu: (trace: TraceSummary, anchor: Element) => void;
  /** Duration that fills the bar, µs. */
  barUs: number;
}

export interface TraceColumn {
  id: string;
  label: string;
  /** What it is computed from: while a rule hides one of these, its cells are marked as hidden. */
  fields?: readonly DerivedField[];
  /** A track of the CSS grid. */
  track: string;
  /** Width in pixels that its values need; the least of its track. */
  min: number;
  /** Width in pixels it can do with where there is little room. */
  least: number;
  /** Gives way where there is no room, the lowest first; the others make the list scroll sideways. */
  gives?: number;
  sort?: TraceSort;
  right?: boolean;
  optional?: boolean;
  cell: (trace: TraceSummary, context: CellContext) => ReactNode;
}

const faintDash = <span className={styles.none}>–</span>;
const number = (value: number): ReactNode => (value === 0 ? faintDash : formatCompact(value, 1e6));

function Service({ trace }: { trace: TraceSummary }) {
  return (
    <>
      <i
        className={styles.service}
        style={{ background: `var(${serviceColorToken(trace.service)})` }}
      />
      <span className="truncate" title={trace.service}>
        {trace.service || 'unknown service'}
      </span>
      {trace.serviceCount > 1 ? (
        <span className="faint" title={`${trace.serviceCount} services`}>
          +{trace.serviceCount - 1}
        </span>
      ) : null}
    </>
  );
}

function Duration({ trace, context }: { trace: TraceSummary; context: CellContext }) {
  const part = context.barUs > 0 ? Math.min(1, trace.durationUs / context.barUs) : 0;
  return (
    <>
      <span className={styles.duration}>{formatDuration(trace.durationUs)}</span>
      <span className={styles.track} aria-hidden="true">
        <i
          className={styles.bar}
          data-error={trace.status === 'error' ? '' : undefined}
          style={{ width: `${Math.max(1.5, part * 100)}%` }}
        />
      </span>
    </>
  );
}

/** The least that the column has room for, US dollars. */
const LEAST_COST = 0.0001;

function Cost({ usd }: { usd: number }) {
  const isLess = usd > 0 && usd < LEAST_COST;
  return (
    <span title={formatMoney(usd)}>
      {isLess ? `<${formatMoney(LEAST_COST)}` : formatMoney(usd)}
    </span>
  );
}

/** Every column there is, in the order they appear. */
export const TRACE_COLUMNS: readonly TraceColumn[] = [
  {
    id: 'started',
    label: 'Started',
    // `Nov 19 23:29`, of an earlier day.
    track: '98px',
    min: 98,
    least: 98,
    sort: 'start',
    cell: (trace) => <RelativeTime us={trace.startUs} className={styles.time} />,
  },
  {
    id: 'time',
    label: 'Start time',
    track: '128px',
    min: 128,
    least: 128,
    optional: true,
    sort: 'start',
    cell: (trace) => (
      <span className={styles.time} title={exactTime(trace.startUs)}>
        {dayTime(trace.startUs)}
      </span>
    ),
  },
  {
    id: 'name',
    label: 'Trace',
    track: 'minmax(170px, 2fr)',
    min: 170,
    least: 154,
    cell: (trace, { href, annotated, narrow, openMenu }) => (
      <>
        <a className={styles.name} href={href(trace)} tabIndex={-1} title={trace.name}>
          {shownName(trace.name)}
        </a>
        {trace.hasRoot ? null : (
          <span className="faint" title="The root span has not arrived: still running, or lost.">
            no root yet
          </span>
        )}
        <RowAnnotations of={annotated.get(trace.traceId)} onPick={narrow} />
        <span className={styles.rowActions}>
          <CopyButton text={trace.traceId} what="trace id" tabIndex={-1} />
          <IconButton
            icon="more"
            label="Actions of the trace"
            aria-haspopup="menu"
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation();
              openMenu(trace, event.currentTarget);
            }}
          />
        </span>
      </>
    ),
  },
  {
    id: 'service',
    label: 'Service',
    fields: ['service', 'serviceCount'],
    track: 'minmax(142px, 1.2fr)',
    min: 142,
    least: 138,
    cell: (trace) => <Service trace={trace} />,
  },
  {
    id: 'environment',
    label: 'Environment',
    fields: ['environment'],
    track: 'minmax(90px, 0.6fr)',
    min: 90,
    least: 90,
    optional: true,
    cell: (trace) => (
      <span className="truncate" title={trace.environment}>
        {trace.environment || faintDash}
      </span>
    ),
  },
  {
    id: 'status',
    label: 'Status',
    fields: ['status'],
    track: '74px',
    min: 74,
    least: 72,
    cell: (trace) => <StatusBadge status={trace.status} />,
  },
  {
    id: 'duration',
    label: 'Duration',
    track: 'minmax(136px, 0.8fr)',
    min: 136,
    least: 78,
    sort: 'duration',
    cell: (trace, context) => <Duration trace={trace} context={context} />,
  },
  {
    id: 'spans',
    label: 'Spans',
    track: '56px',
    min: 56,
    least: 52,
    gives: 2,
    sort: 'spans',
    right: true,
    cell: (trace) => formatCompact(trace.spanCount),
  },
  {
    id: 'errors',
    label: 'Errors',
    fields: ['errorCount'],
    track: '58px',
    min: 58,
    least: 54,
    gives: 1,
    sort: 'errors',
    right: true,
    cell: (trace) =>
      trace.errorCount === 0 ? (
        faintDash
      ) : (
        <span className={styles.errors}>{formatCompact(trace.errorCount)}</span>
      ),
  },
  {
    id: 'model',
    label: 'Model',
    fields: ['model'],
    track: 'minmax(132px, 1fr)',
    min: 132,
    least: 108,
    cell: (trace) => (
      <span className="truncate" title={trace.model}>
        {trace.model || faintDash}
      </span>
    ),
  },
  {
    id: 'tokens',
    label: 'Tokens',
    fields: ['inputTokens', 'outputTokens'],
    track: '70px',
    min: 70,
    least: 66,
    gives: 3,
    sort: 'tokens',
    right: true,
    cell: (trace) => (
      <span
        title={`${formatCount(trace.inputTokens)} in (${formatCount(trace.cachedTokens)} cached), ${formatCount(trace.outputTokens)} out (${formatCount(trace.reasoningTokens)} reasoning)`}
      >
        {number(trace.inputTokens + trace.outputTokens)}
      </span>
    ),
  },
  {
    id: 'cost',
    label: 'Cost',
    fields: ['costUsd'],
    track: '78px',
    min: 78,
    least: 74,
    sort: 'cost',
    right: true,
    cell: (trace) => (trace.costUsd === null ? faintDash : <Cost usd={trace.costUsd} />),
  },
  {
    id: 'session',
    label: 'Session',
    fields: ['session'],
    track: 'minmax(90px, 0.7fr)',
    min: 90,
    least: 90,
    optional: true,
    cell: (trace) => (
      <span className="truncate" title={trace.session}>
        {trace.session || faintDash}
      </span>
    ),
  },
  {
    id: 'user',
    label: 'User',
    fields: ['user'],
    track: 'minmax(90px, 0.7fr)',
    min: 90,
    least: 90,
    optional: true,
    cell: (trace) => (
      <span className="truncate" title={trace.user}>
        {trace.user || faintDash}
      </span>
    ),
  },
  {
    id: 'release',
    label: 'Release',
    fields: ['release'],
    track: 'minmax(80px, 0.5fr)',
    min: 80,
    least: 80,
    optional: true,
    cell: (trace) => (
      <span className="truncate" title={trace.release}>
        {trace.release || faintDash}
      </span>
    ),
  },
  {
    id: 'id',
    label: 'Trace id',
    track: '110px',
    min: 110,
    least: 110,
    optional: true,
    cell: (trace) => <span title={trace.traceId}>{shortId(trace.traceId)}</span>,
  },
];

/** Whether a rule hides what a column shows. */
export function isColumnHidden(column: TraceColumn, hidden: readonly DerivedField[]): boolean {
  return column.fields?.some((field) => hidden.includes(field)) ?? false;
}

/** Ids of chosen columns, as they are remembered. */
export const ColumnIds = z.array(z.string());

export const DEFAULT_COLUMNS = TRACE_COLUMNS.filter((column) => !column.optional).map(
  ({ id }) => id,
);

/** The chosen columns in their order; the name is always among them. */
export function chosenColumns(ids: readonly string[]): TraceColumn[] {
  return TRACE_COLUMNS.filter(({ id }) => id === 'name' || ids.includes(id));
}
