import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey } from '../../../shared/contract/keys.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { useNow } from '../../ui/use-now.ts';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { useFreshKey } from './fresh-keys.ts';
import { isActive } from './key-state.ts';
import { KeysTable } from './keys-table.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { SecretOnce } from './secret-once.tsx';

type Open = { dialog: 'create' } | { dialog: 'rotate' | 'revoke'; key: ApiKey } | null;

/** The keys of a project: who may send to it and read from it. */
export function KeysScreen({ projectId }: { projectId: string }) {
  const [open, setOpen] = useState<Open>(null);
  const [withEnded, setWithEnded] = useState(false);
  const now = useNow();
  const project = useCurrentProject();
  const fresh = useFreshKey(projectId);
  const { data, error, isPending, refetch } = useQuery(
    api.keys.list.queryOptions({ input: { projectId } }),
  );
  const keys = data?.keys ?? [];
  const active = keys.filter((key) => isActive(key, now));
  const ended = keys.length - active.length;
  const close = (): void => setOpen(null);
  const create = (
    <Button look="primary" icon="plus" onClick={() => setOpen({ dialog: 'create' })}>
      New key
    </Button>
  );
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
              {ended > 0 ? (
                <Button look="ghost" onClick={() => setWithEnded(!withEnded)}>
                  {withEnded ? 'Hide ended keys' : `Show ${ended} ended`}
                </Button>
              ) : null}
              {create}
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
          ) : keys.length === 0 ? (
            <EmptyState icon="key" title="No keys yet" actions={create}>
              {project?.isDefault
                ? 'Programs on this machine can send to this project without one, as long as the setting allows it.'
                : 'Nothing can be sent to this project before it has a key.'}
            </EmptyState>
          ) : (
            <KeysTable
              keys={withEnded ? keys : active}
              onRotate={(key) => setOpen({ dialog: 'rotate', key })}
              onRevoke={(key) => setOpen({ dialog: 'revoke', key })}
            />
          )}
        </Section>
      </Page>
      {open?.dialog === 'create' ? <CreateKeyDialog projectId={projectId} onClose={close} /> : null}
      {open?.dialog === 'rotate' ? <RotateDialog apiKey={open.key} onClose={close} /> : null}
      {open?.dialog === 'revoke' ? <RevokeDialog apiKey={open.key} onClose={close} /> : null}
    </>
  );
}
