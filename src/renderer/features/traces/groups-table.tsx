import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, type ReactNode } from 'react';
import type { TraceGroup, TraceGroupOrder } from '../../../shared/contract/trace-groups.ts';
import { useCommands } from '../../app/commands.ts';
import { toTraceFilter, type TraceSearch } from '../../app/trace-search.ts';
import { hasCode, messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { formatCount, formatDuration, formatMoney } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SortHeading } from '../../ui/sort-heading.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { EmptyTraces } from './empty-traces.tsx';
import { groupLabel } from './group-menu.tsx';
import { RefusedList } from './refused-list.tsx';
import styles from './groups-table.module.css';

/** Groups shown at most. */
const SHOWN = 200;
/** Numbers follow what arrives at this pace, ms. */
const REFRESH_MS = 10_000;

const COLUMNS: readonly {
  order: TraceGroupOrder;
  label: string;
  cell: (group: TraceGroup) => ReactNode;
}[] = [
  { order: 'count', label: 'Traces', cell: ({ count }) => formatCount(count) },
  { order: 'errors', label: 'Errors', cell: ({ errors }) => (errors ? formatCount(errors) : '–') },
  { order: 'p95', label: 'p50 / p95', cell: ({ p95DurationUs }) => formatDuration(p95DurationUs) },
  { order: 'tokens', label: 'Tokens', cell: ({ tokens }) => (tokens ? formatCount(tokens) : '–') },
  {
    order: 'cost',
    label: 'Cost',
    cell: ({ costUsd }) => (costUsd === null ? '–' : formatMoney(costUsd)),
  },
  { order: 'last', label: 'Last seen', cell: ({ lastUs }) => <RelativeTime us={lastUs} /> },
];

/** The traces of a search by a value they have in common; a group leads to its traces. */
export function GroupsTable(props: {
  projectId: string;
  search: TraceSearch;
  by: string;
  order: TraceGroupOrder;
  onOrder: (order: TraceGroupOrder) => void;
  /** Lists the traces of a group. */
  onOpen: (condition: string) => void;
  onClear: () => void;
}) {
  const { projectId, search, by, order, onOrder, onOpen } = props;
  const rows = useRef<HTMLTableSectionElement>(null);
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery({
    queryKey: ['trace-groups', projectId, search, by, order],
    queryFn: ({ signal }) =>
      client.analytics.traceGroups(
        {
          projectId,
          filter: toTraceFilter(search, Date.now()),
          by,
          orderBy: order,
          limit: SHOWN,
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    staleTime: 0,
    retry: false,
  });
  const go = (step: number): void => {
    const links = [...(rows.current?.querySelectorAll('button') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  };
  const move = (id: string, label: string, keys: string, step: number) => ({
    id: `groups.${id}`,
    label,
    group: 'Traces',
    keys,
    keyboardOnly: true,
    run: () => go(step),
  });
  useCommands([
    move('next', 'Next group', 'j', 1),
    move('previous', 'Previous group', 'k', -1),
    move('down', 'Next group', 'ArrowDown', 1),
    move('up', 'Previous group', 'ArrowUp', -1),
  ]);

  if (isPending) return <LoadingState label="Reading groups" />;
  if (hasCode(error, 'forbidden')) {
    return <RefusedList message={messageOf(error)} onClear={props.onClear} />;
  }
  if (error) {
    return (
      <ErrorState
        title="The groups could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (data.groups.length === 0) {
    return <EmptyTraces projectId={projectId} search={search} />;
  }
  const hidden = data.hiddenFields ?? [];
  const columns = COLUMNS.filter(
    ({ order: of }) =>
      !(of === 'errors' && hidden.some((field) => field === 'status' || field === 'errorCount')) &&
      !(
        of === 'tokens' &&
        hidden.some((field) => field === 'inputTokens' || field === 'outputTokens')
      ) &&
      !(of === 'cost' && hidden.includes('costUsd')),
  );
  return (
    <>
      <div
        className={styles.scroll}
        role="region"
        aria-label="Groups"
        aria-busy={isPlaceholderData}
      >
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{groupLabel(by)}</th>
              {columns.map((column) => (
                <SortHeading
                  key={column.order}
                  column={column.order}
                  by={order}
                  order="desc"
                  right
                  onSort={onOrder}
                >
                  {column.label}
                </SortHeading>
              ))}
            </tr>
          </thead>
          <tbody ref={rows}>
            {data.groups.map((group) => (
              <tr key={group.condition}>
                <td className={styles.value}>
                  <button
                    type="button"
                    className={styles.open}
                    title={group.condition}
                    onClick={() => onOpen(group.condition)}
                  >
                    {group.value === null ? <em>none</em> : group.value || <em>empty</em>}
                  </button>
                </td>
                {columns.map(({ order: of, cell }) => (
                  <td key={of} className={table['num']}>
                    {of === 'p95' ? (
                      <span title={`p50 ${formatDuration(group.p50DurationUs)}`}>
                        <span className="faint">{formatDuration(group.p50DurationUs)} / </span>
                        {cell(group)}
                      </span>
                    ) : (
                      cell(group)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.foot} role="status">
        <span>
          <b>{formatCount(data.groups.length)}</b> {data.groups.length === 1 ? 'group' : 'groups'}
        </span>
        {data.moreGroups > 0 ? (
          <span>{formatCount(data.moreGroups)} more are not shown</span>
        ) : null}
        {data.truncated ? <span>Values that are too long or too many are left out</span> : null}
      </p>
    </>
  );
}
