import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import type { KeysRoute } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { Pager } from '../../ui/pager.tsx';
import { EmptyState, ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { usePageInReach } from '../../ui/use-page-in-reach.ts';
import { useMay } from '../people/use-may.ts';
import { useFreshKey } from './fresh-keys.ts';
import { KeyDialogs, type OpenDialog } from './key-dialogs.tsx';
import {
  FIRST_VIEW,
  holdsSecret,
  listInput,
  PAGE_SIZE,
  routeOf,
  sortBy,
  viewOf,
  type KeyView,
} from './key-query.ts';
import { KeysTable } from './keys-table.tsx';
import { KeysToolbar } from './keys-toolbar.tsx';
import { SecretOnce } from './secret-once.tsx';
import styles from './keys.module.css';

/** The keys of a project: who may send to it and read from it. */
export function KeysScreen({ route }: { route: KeysRoute }) {
  const { projectId } = route;
  const [open, setOpen] = useState<OpenDialog>(null);
  // A secret that is looked for is not in the address.
  const [secret, setSecret] = useState('');
  const fromAddress = viewOf(route);
  const view = secret === '' ? fromAddress : { ...fromAddress, search: secret };
  const setView = (next: KeyView): void => {
    setSecret(holdsSecret(next.search) ? next.search : '');
    navigate(routeOf(projectId, next), { replace: true });
  };
  const [chosen, setChosen] = useState<ReadonlyMap<string, ApiKey>>(new Map());
  const project = useCurrentProject();
  const mayManage = useMay(project?.organizationId, projectId)('keys:manage');
  const fresh = useFreshKey(projectId);
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(
    api.keys.list.queryOptions({
      input: listInput(projectId, view),
      placeholderData: keepPreviousData,
    }),
  );
  const total = isPlaceholderData ? undefined : data?.total;
  usePageInReach(view.page, PAGE_SIZE, total, (page) => setView({ ...view, page }));
  const choose = (keys: readonly ApiKey[], on: boolean): void => {
    const next = new Map(chosen);
    for (const key of keys) {
      if (on) next.set(key.id, key);
      else next.delete(key.id);
    }
    setChosen(next);
  };
  // Stands beside the list, or in its place while there is none; nowhere before that is known.
  const create = mayManage ? (
    // What has to be saved first matters more.
    <Button
      look={fresh ? 'plain' : 'primary'}
      icon="plus"
      onClick={() => setOpen({ dialog: 'create' })}
    >
      New key
    </Button>
  ) : null;
  const hasKeys = data !== undefined && data.counts.all > 0;
  const expiring = data?.counts.expiring ?? 0;
  return (
    <>
      <ScreenHeader title="API keys" />
      <Page>
        {fresh ? (
          <Section title="Your new key">
            <SecretOnce secret={fresh} />
          </Section>
        ) : null}
        <Section
          title={project ? `Keys of ${project.name}` : 'Keys'}
          description="A key decides which project telemetry goes to. Give each service its own, so that one can be revoked without touching the others."
          actions={
            <>
              <Button icon="search" onClick={() => setOpen({ dialog: 'check' })}>
                Check for leaked keys
              </Button>
              {hasKeys ? create : null}
            </>
          }
        >
          {isPending ? (
            <LoadingState />
          ) : error ? (
            <ErrorState
              title="The keys could not be read"
              error={error}
              onRetry={() => void refetch()}
            />
          ) : !hasKeys ? (
            <EmptyState icon="key" title="No keys yet" actions={create}>
              {project?.isDefault
                ? 'Programs on this machine can send to this project without one, as long as the setting allows it.'
                : 'Nothing can be sent to this project before it has a key.'}
            </EmptyState>
          ) : (
            <div className={styles.list}>
              {expiring > 0 && view.state !== 'expiring' ? (
                <Notice tone="warn">
                  {formatPlural(expiring, 'key')} will end within 7 days: rotate or extend before
                  then.{' '}
                  <button
                    type="button"
                    className={styles.inline}
                    onClick={() =>
                      setView({ ...FIRST_VIEW, state: 'expiring', sort: 'expires', order: 'asc' })
                    }
                  >
                    Show {expiring === 1 ? 'it' : 'them'}
                  </button>
                </Notice>
              ) : null}
              <KeysToolbar
                view={view}
                counts={data.counts}
                environments={data.environments}
                chosen={chosen.size}
                onView={setView}
                onRevoke={() => setOpen({ dialog: 'revoke-many', keys: [...chosen.values()] })}
                onClear={() => setChosen(new Map())}
              />
              {data.keys.length === 0 ? (
                <EmptyState
                  icon="search"
                  title="No key matches"
                  actions={
                    <Button onClick={() => setView({ ...FIRST_VIEW, state: 'all' })}>
                      Show all {formatPlural(data.counts.all, 'key')}
                    </Button>
                  }
                />
              ) : (
                <>
                  <KeysTable
                    keys={data.keys}
                    view={view}
                    chosen={new Set(chosen.keys())}
                    mayManage={mayManage}
                    onChoose={choose}
                    onSort={(sort) => setView(sortBy(view, sort))}
                    onAction={(dialog, key) => setOpen({ dialog, key })}
                  />
                  <Pager
                    page={view.page}
                    pageSize={PAGE_SIZE}
                    total={data.total}
                    onPage={(page) => setView({ ...view, page })}
                  />
                </>
              )}
            </div>
          )}
        </Section>
      </Page>
      <KeyDialogs
        projectId={projectId}
        open={open}
        onClose={() => setOpen(null)}
        onRevoked={(keys) => choose(keys, false)}
      />
    </>
  );
}
