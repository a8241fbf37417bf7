import { useEffect, useRef, useState, type RefObject } from 'react';
import { z } from 'zod';
import { useCommands } from '../../app/commands.ts';
import { rememberSearch } from '../../app/last-visit.ts';
import { hrefOf, type Route } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { toTraceFilter, type TraceSearch } from '../../app/trace-search.ts';
import { navigate } from '../../app/use-route.ts';
import { Icon } from '../../ui/icons.tsx';
import { hasCode, messageOf } from '../../client/call-error.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Menu } from '../../ui/menu.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import { useWidth } from '../../ui/use-width.ts';
import type { VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import { ViewAsButton } from '../visibility/view-as-button.tsx';
import { fitColumns } from './column-fit.ts';
import { chosenColumns } from './columns.tsx';
import { ColumnsMenu } from './columns-menu.tsx';
import { EmptyTraces } from './empty-traces.tsx';
import { FacetsPanel } from './facets-panel.tsx';
import { FilterBar } from './filter-bar.tsx';
import { GroupMenu } from './group-menu.tsx';
import { GroupsTable } from './groups-table.tsx';
import { keepPlace, placeIn } from './list-place.ts';
import { withCondition } from './query-text.ts';
import { RefusedList } from './refused-list.tsx';
import { TailBar } from './tail-bar.tsx';
import { TimeHistogram } from './time-histogram.tsx';
import { TimeRangeSelect } from './time-range-select.tsx';
import { TotalsFoot } from './totals-foot.tsx';
import { TraceTable } from './trace-table.tsx';
import styles from './traces.module.css';
import { NEWEST, useListLook } from './use-list-look.ts';
import { useTraceActions } from './use-trace-actions.tsx';
import { useTraceKeys } from './use-trace-keys.ts';
import { useTraceTail } from './use-trace-tail.ts';
import { useTraceList, type TraceList } from './use-trace-list.ts';

/** While the pointer moves over the rows somebody is about to click one, ms. */
const POINTING_MS = 1_500;

function remembered<T>(key: string, schema: z.ZodType<T>, fallback: T) {
  return () => readStored(key, schema, fallback);
}

/** Once there are rows, scrolls to where the list was left. */
function useScrollBack(rows: RefObject<VirtualRowsHandle | null>, ready: boolean, address: string) {
  const done = useRef(false);
  useEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    const { top } = placeIn(address);
    if (top > 0) rows.current?.element?.scrollTo({ top });
  }, [ready, rows, address]);
}

function WaitingPill({ list, onShow }: { list: TraceList; onShow: () => void }) {
  const count = formatPlural(list.waiting, 'new trace');
  const label = list.waitingMore ? `More than ${count}` : count;
  return (
    <div className={styles.pillPlace} aria-live="polite">
      {list.waiting > 0 ? (
        <button type="button" className={styles.pill} onClick={onShow}>
          <Icon name="arrowUp" size={13} />
          {label}
        </button>
      ) : null}
    </div>
  );
}

/** The traces of a project: filter, histogram, list, totals. */
export function TracesScreen(props: { projectId: string; search: TraceSearch }) {
  const { projectId } = props;
  const { look, setLook } = useListLook(projectId, props.search);
  const { look: addressed, ...search } = props.search;
  const rows = useRef<VirtualRowsHandle>(null);
  const reading = useRef({ scrolled: 0, pointedAt: 0 });
  const address = hrefOf({ screen: 'traces', projectId, search });
  const [selected, setSelected] = useState(() => placeIn(address).selected);
  const [showsFacets, setShowsFacets] = useState(remembered('facets', z.boolean(), false));
  const { order } = look;
  const place = useRef<HTMLDivElement>(null);
  const fit = fitColumns(chosenColumns(look.columns), useWidth(place), order.sort);

  useEffect(() => rememberSearch(projectId, search), [projectId, search]);
  const list = useTraceList(
    projectId,
    search,
    order,
    () =>
      selected === null &&
      reading.current.scrolled < 4 &&
      Date.now() - reading.current.pointedAt > POINTING_MS,
    !search.live && search.groupBy === undefined,
  );
  const live = useTraceTail(projectId, search, search.live === true);
  const shown = search.live
    ? { ...live, rows: live.tail?.rows ?? [] }
    : search.groupBy === undefined
      ? list
      : { ...list, rows: [] };
  const change = (next: TraceSearch): void => {
    setSelected(null);
    navigate({
      screen: 'traces',
      projectId,
      search: { ...next, ...(addressed ? { look: addressed } : {}) },
    });
  };
  const narrow = (condition: string): void => {
    const query = withCondition(search.terms.query ?? '', condition);
    change({ ...search, terms: { ...search.terms, query } });
  };
  const toggleLive = (): void => {
    const { groupBy: _, live, ...rest } = search;
    change(live ? rest : { ...rest, live: true });
  };
  useCommands([
    {
      id: 'traces.live',
      label: search.live ? 'Leave the live tail' : 'Live tail: the latest traces as they arrive',
      group: 'Traces',
      keys: 'l',
      run: toggleLive,
    },
  ]);
  const routeTo = (traceId: string): Route => ({
    screen: 'trace',
    projectId,
    traceId,
    spanId: null,
    view: null,
  });
  const open = (traceId: string): void => {
    keepPlace(address, { selected: traceId, top: reading.current.scrolled });
    navigate(routeTo(traceId));
  };
  const actions = useTraceActions({
    projectId,
    rows: shown.rows,
    total: shown.totals?.traces ?? 0,
    active: selected,
    setActive: (traceId) => {
      setSelected(traceId);
      rows.current?.scrollToIndex(shown.rows.findIndex((trace) => trace.traceId === traceId));
    },
    open,
    filter: () => toTraceFilter(search, Date.now()),
    narrow,
  });
  useScrollBack(rows, shown.rows.length > 0, address);
  useTraceKeys({
    rows: shown.rows,
    selected,
    select: setSelected,
    open,
    refresh: shown.refetch,
    rowsHandle: () => rows.current,
  });

  return (
    <>
      <ScreenHeader title="Traces">
        <ViewAsButton projectId={projectId} />
        <TimeRangeSelect time={search.time} onChange={(time) => change({ ...search, time })} />
        <Button
          icon="live"
          look={search.live ? 'primary' : 'plain'}
          aria-pressed={search.live === true}
          title="The latest traces as they arrive (L)"
          onClick={toggleLive}
        >
          <span data-spare="">Live</span>
        </Button>
        <GroupMenu
          projectId={projectId}
          groupBy={search.groupBy}
          onChange={(groupBy) => {
            const { groupBy: _, live: __, ...rest } = search;
            change(groupBy === undefined ? rest : { ...rest, groupBy });
          }}
        />
        <ColumnsMenu
          chosen={look.columns}
          left={fit.left}
          onChange={(columns) => setLook({ columns })}
        />
        <IconButton
          icon="layers"
          label={showsFacets ? 'Hide the facets' : 'Show the facets'}
          aria-pressed={showsFacets}
          onClick={() => {
            setShowsFacets(!showsFacets);
            writeStored('facets', !showsFacets);
          }}
        />
        <IconButton icon="refresh" label="Refresh (R)" onClick={shown.refetch} />
        <Menu
          align="end"
          trigger={<IconButton icon="more" label="More actions" />}
          entries={actions.shownMenu}
        />
      </ScreenHeader>
      <FilterBar
        projectId={projectId}
        search={search}
        onChange={(terms) => change({ ...search, terms })}
      />
      <TimeHistogram
        projectId={projectId}
        search={search}
        onBrush={(time) => change({ ...search, time })}
      />
      <div className={styles.main}>
        {showsFacets ? (
          <FacetsPanel
            projectId={projectId}
            search={search}
            onQuery={(query) => {
              const { query: _, ...terms } = search.terms;
              change({ ...search, terms: query === '' ? terms : { ...terms, query } });
            }}
          />
        ) : null}
        <div
          ref={place}
          className={styles.list}
          data-outdated={list.isOutdated && !search.live && !search.groupBy ? '' : undefined}
          onPointerMove={() => {
            reading.current.pointedAt = Date.now();
          }}
        >
          <WaitingPill
            list={list}
            onShow={() => {
              list.showWaiting();
              rows.current?.scrollToIndex(0, 'start');
            }}
          />
          {search.live ? <TailBar live={live} /> : null}
          {search.groupBy !== undefined ? (
            <GroupsTable
              projectId={projectId}
              search={search}
              by={search.groupBy}
              order={look.groupOrder}
              onOrder={(groupOrder) => setLook({ groupOrder })}
              onOpen={(condition) => {
                const { groupBy: _, ...rest } = search;
                const query = withCondition(search.terms.query ?? '', condition);
                change({ ...rest, terms: { ...search.terms, query } });
              }}
              onClear={() => change({ time: search.time, terms: {} })}
            />
          ) : (search.live ? live.tail === undefined && !live.error : list.isPending) ? (
            <LoadingState label="Reading traces" />
          ) : hasCode(shown.error, 'forbidden') ? (
            <RefusedList
              message={messageOf(shown.error)}
              onClear={() => {
                setSelected(null);
                setLook({ order: NEWEST }, { ...search, terms: {} });
              }}
            />
          ) : shown.error ? (
            <ErrorState
              title="The traces could not be read"
              error={shown.error}
              onRetry={shown.refetch}
            />
          ) : search.live && live.tail && live.tail.total > 0 && shown.rows.length === 0 ? (
            <EmptyState icon="live" title="Waiting for new traces">
              {live.isPaused
                ? 'What arrives waits until you go on.'
                : 'They appear here as they arrive.'}
            </EmptyState>
          ) : shown.rows.length === 0 ? (
            <EmptyTraces projectId={projectId} search={search} />
          ) : (
            <TraceTable
              handle={rows}
              rows={shown.rows}
              hidden={shown.hiddenFields}
              fit={fit}
              context={{
                href: (trace) => hrefOf(routeTo(trace.traceId)),
                barUs: shown.totals?.p95DurationUs ?? 0,
                annotated: actions.annotated,
                narrow,
                openMenu: actions.openMenu,
              }}
              order={search.live ? NEWEST : order}
              onOrder={(next) => {
                if (search.live) return;
                setLook({ order: next });
                setSelected(null);
              }}
              selected={selected}
              onSelect={setSelected}
              onOpen={open}
              onScroll={(top) => {
                reading.current.scrolled = top;
              }}
              onNearEnd={search.live ? () => undefined : list.loadMore}
              onRange={actions.onRange}
              checked={actions.checked}
              onCheck={actions.onCheck}
              onCheckAll={actions.onCheckAll}
              total={search.live ? shown.rows.length : (list.totals?.traces ?? shown.rows.length)}
              busy={!search.live && list.isOutdated}
            />
          )}
          {actions.bar}
        </div>
      </div>
      {search.groupBy === undefined ? (
        <TotalsFoot totals={shown.totals} hidden={shown.hiddenFields} />
      ) : null}
    </>
  );
}
