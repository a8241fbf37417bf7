import type { ErrorGroup } from '../../../shared/contract/analytics.ts';
import { hrefOf } from '../../app/route.ts';
import type { TraceSearch } from '../../app/trace-search.ts';
import { CsvButtons } from '../../ui/csv-buttons.tsx';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { serviceColorToken } from '../../ui/service-colors.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { groupLabel } from './chart-lines.ts';
import { tracesWithSpans } from './leads-to.ts';
import { useErrorGroups, wholeTime } from './use-analytics.ts';
import { NothingInTime } from './nothing-in-time.tsx';
import styles from './analytics.module.css';

function ErrorRow(props: { projectId: string; group: ErrorGroup; search: TraceSearch }) {
  const { projectId, group, search } = props;
  const { service, name, type, message, traceId, spanId } = group;
  const all = tracesWithSpans(search, [group.condition], wholeTime(search));
  return (
    <tr>
      <td className={styles.errorCell}>
        <a
          className={table['name']}
          href={hrefOf({ screen: 'trace', projectId, traceId, spanId, view: null })}
        >
          {type || message || 'Failed without a message'}
        </a>
        {type && message ? <span className={table['sub']}>{message}</span> : null}
      </td>
      <td className={styles.nameCell}>
        {name}
        <span className={table['sub']}>
          <i className={styles.dot} style={{ background: `var(${serviceColorToken(service)})` }} />
          {groupLabel(service)}
        </span>
      </td>
      <td className={table['num']}>{formatCount(group.count)}</td>
      <td className={table['num']}>
        <a
          className={table['name']}
          href={hrefOf({ screen: 'traces', projectId, search: all })}
          aria-label={`${formatPlural(group.traces, 'trace')} with this error`}
        >
          {formatCount(group.traces)}
        </a>
      </td>
      <td className={table['quiet']}>
        <RelativeTime us={group.firstUs} />
      </td>
      <td className={table['quiet']}>
        <RelativeTime us={group.lastUs} />
      </td>
    </tr>
  );
}

/** What failed, alike failures together; each leads to the newest of them. */
export function ErrorsTab({ projectId, search }: { projectId: string; search: TraceSearch }) {
  const { data, error, refetch } = useErrorGroups(projectId, search);
  if (data?.groups.length === 0) {
    return (
      <NothingInTime projectId={projectId} icon="check" title="Nothing failed in this time">
        No span of the traces that match ended with an error.
      </NothingInTime>
    );
  }
  if (data) {
    const csv = () => [
      ['type', 'message', 'name', 'service', 'count', 'traces', 'newest trace'],
      ...data.groups.map((group) => [
        group.type,
        group.message,
        group.name,
        group.service,
        group.count,
        group.traces,
        group.traceId,
      ]),
    ];
    const older = data.truncated ? ', the newest of them' : '';
    return (
      <Section
        title={formatPlural(data.groups.length, 'kind of error', 'kinds of errors')}
        description={`${formatPlural(data.spans, 'failed span')}${older}. Alike: same service, span name and type, and the same message but for numbers and ids.`}
        actions={<CsvButtons rows={csv} what="errors" fileName="errors.csv" />}
      >
        <div className={table['wrap']} role="region" aria-label="Errors" tabIndex={0}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">Error</th>
                <th scope="col">Span</th>
                <th scope="col" className={table['right']}>
                  Count
                </th>
                <th scope="col" className={table['right']}>
                  Traces
                </th>
                <th scope="col">First</th>
                <th scope="col">Newest</th>
              </tr>
            </thead>
            <tbody>
              {data.groups.map((group) => (
                <ErrorRow
                  key={`${group.traceId}${group.spanId}`}
                  projectId={projectId}
                  group={group}
                  search={search}
                />
              ))}
            </tbody>
          </table>
        </div>
      </Section>
    );
  }
  if (error) {
    return (
      <ErrorState
        title="The errors could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  return <LoadingState label="Reading errors" />;
}
