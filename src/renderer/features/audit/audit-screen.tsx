import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import {
  AUDIT_FORMATS,
  type AuditFilter,
  type AuditFormat,
} from '../../../shared/contract/audit.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useProjects } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { hasCode, messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { Menu } from '../../ui/menu.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import { AuditDetail } from './audit-detail.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { ANY_ENTRY, isAnyEntry, toAuditFilter, type AuditSearch } from './audit-search.ts';
import { AuditTable } from './audit-table.tsx';
import styles from './audit.module.css';
import { ExportDialog } from './export-dialog.tsx';
import { RetentionSelect } from './retention-select.tsx';
import { useAuditKeys } from './use-audit-keys.ts';
import { useAuditList, type AuditList } from './use-audit-list.ts';
import { useAuditPlaces } from './use-audit-places.ts';
import { VerifyResult } from './verify-result.tsx';

const FORMAT_NAMES: Readonly<Record<AuditFormat, string>> = {
  json: 'JSON',
  ndjson: 'NDJSON, one entry a line',
  csv: 'CSV, for spreadsheets',
};

function Foot({ list, search }: { list: AuditList; search: AuditSearch }) {
  const shown = formatCount(list.entries.length);
  const some = list.hasMore ? `${shown} shown, more below` : `${shown} match`;
  return (
    <footer className={styles.foot}>
      <span>
        {list.isPending
          ? null
          : isAnyEntry(search)
            ? formatPlural(list.kept, 'entry', 'entries')
            : some}
      </span>
      <RetentionSelect />
    </footer>
  );
}

function change(search: AuditSearch): void {
  navigate({ screen: 'audit', search }, { replace: true });
}

/** Who did what: search, look at what changed, verify, export. */
export function AuditScreen(props: { search: AuditSearch }) {
  const { places, search, isOwner } = useAuditPlaces(props.search);
  const rows = useRef<VirtualRowsHandle>(null);
  const input = useRef<HTMLInputElement>(null);
  const [selected, setSelected] = useState<number | null>(null);
  const [exported, setExported] = useState<{ filter: AuditFilter; format: AuditFormat } | null>(
    null,
  );
  const projects = useProjects().data ?? [];
  const list = useAuditList(search);
  const verify = useMutation(
    api.audit.verify.mutationOptions({
      onError: (error) =>
        showToast({
          look: 'error',
          title: 'The log could not be checked',
          description: messageOf(error),
        }),
    }),
  );
  useAuditKeys({
    entries: list.entries,
    selected,
    select: setSelected,
    refresh: list.refetch,
    verify: () => verify.mutate(undefined),
    rows,
    search: input,
  });
  if (hasCode(list.error, 'forbidden') && places.length === 0) {
    return (
      <>
        <ScreenHeader title="Audit" />
        <ErrorState title="The audit log could not be read" error={list.error} />
      </>
    );
  }
  const open = list.entries.find((entry) => entry.sequence === selected);
  return (
    <>
      <ScreenHeader title="Audit">
        {isOwner ? (
          <Button icon="check" disabled={verify.isPending} onClick={() => verify.mutate(undefined)}>
            {verify.isPending ? 'Verifying…' : 'Verify'}
          </Button>
        ) : null}
        <Menu
          align="end"
          trigger={<Button icon="download">Export</Button>}
          entries={AUDIT_FORMATS.map((format) => ({
            label: FORMAT_NAMES[format],
            onSelect: () => setExported({ filter: toAuditFilter(search, Date.now()), format }),
          }))}
        />
        <IconButton icon="refresh" label="Refresh (R)" onClick={list.refetch} />
      </ScreenHeader>
      <AuditFilters search={search} places={places} onChange={change} inputRef={input} />
      <div aria-live="polite">
        {verify.data ? <VerifyResult result={verify.data} onClose={verify.reset} /> : null}
      </div>
      <div className={styles.body}>
        {list.isPending ? (
          <LoadingState label="Reading the audit log" />
        ) : list.error ? (
          <ErrorState
            title="The audit log could not be read"
            error={list.error}
            onRetry={list.refetch}
          />
        ) : list.entries.length === 0 ? (
          <EmptyState
            icon="search"
            title="No entry matches"
            actions={<Button onClick={() => change(ANY_ENTRY)}>Show all entries</Button>}
          >
            Entries older than the time they are kept for are gone; everything else is here.
          </EmptyState>
        ) : (
          <SplitPane
            storageKey="audit-detail"
            fixed="end"
            initial={420}
            min={320}
            max={720}
            label="Width of the entry"
            start={
              <AuditTable
                handle={rows}
                entries={list.entries}
                hasMore={list.hasMore}
                selected={selected}
                onSelect={setSelected}
                onNearEnd={list.loadMore}
                busy={list.isOutdated}
              />
            }
            end={
              open ? (
                <AuditDetail
                  key={open.sequence}
                  entry={open}
                  projectName={projects.find(({ id }) => id === open.projectId)?.name ?? null}
                  onClose={() => setSelected(null)}
                  onActor={(actor) => change({ ...search, actor })}
                  onResource={(resource) => change({ ...search, resource })}
                />
              ) : null
            }
          />
        )}
      </div>
      <Foot list={list} search={search} />
      {exported ? <ExportDialog {...exported} onClose={() => setExported(null)} /> : null}
    </>
  );
}
