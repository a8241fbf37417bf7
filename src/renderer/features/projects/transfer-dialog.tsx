import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Candidate, Member } from '../../../shared/contract/members.ts';
import type { Project } from '../../../shared/contract/projects.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Labelled } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, LoadingState, Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useReason } from '../../ui/use-reason.tsx';
import { PersonPicker } from '../people/person-picker.tsx';
import { ConfirmName } from './confirm-name.tsx';
import styles from './projects.module.css';
import { refreshProjects } from './use-restore.ts';

type Keep = 'admin' | 'nothing';

/** Hands a project to somebody else of its organization, once its name was typed. */
export function TransferDialog(props: { project: Project; onClose: () => void }) {
  const { project } = props;
  const projectId = project.id;
  const members = useQuery(api.members.list.queryOptions({ input: { projectId }, staleTime: 0 }));
  const me = useQuery(api.session.me.queryOptions()).data?.personId;
  return (
    <>
      {members.data ? (
        <TransferForm
          {...props}
          me={me}
          owners={members.data.members.filter(({ roleId }) => roleId === 'project_owner')}
        />
      ) : (
        <Dialog open onClose={props.onClose} title={`Transfer ${project.name}`}>
          {members.error ? (
            <ErrorState
              title="Its owners could not be read"
              error={members.error}
              onRetry={() => void members.refetch()}
            />
          ) : (
            <LoadingState />
          )}
        </Dialog>
      )}
    </>
  );
}

function TransferForm(props: {
  project: Project;
  owners: readonly Member[];
  me: string | undefined;
  onClose: () => void;
}) {
  const { project, owners, onClose } = props;
  const projectId = project.id;
  const [to, setTo] = useState<Candidate | null>(null);
  const [chosenFrom, setFrom] = useState<string | null>(null);
  const [keep, setKeep] = useState<Keep>('admin');
  const [typed, setTyped] = useState('');
  const from =
    owners.find(({ personId }) => personId === (chosenFrom ?? props.me)) ?? owners[0] ?? null;
  const reason = useReason();
  const transfer = useMutation(
    api.projects.transfer.mutationOptions({
      context: reason.context,
      onSuccess: () => {
        showToast({ title: `${project.name} belongs to ${to?.name} now`, look: 'ok' });
        void refreshProjects();
        onClose();
      },
    }),
  );
  const ready = to !== null && typed === project.name;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Transfer ${project.name}`}
      description="The new owner may do everything with it, and decides who owns it next. Keys and data stay as they are."
      footer={
        <DialogButtons
          onClose={onClose}
          look="danger"
          disabled={!ready || transfer.isPending}
          onClick={() => {
            if (to === null) return;
            transfer.mutate({
              projectId,
              personId: to.personId,
              fromPersonId: from?.personId ?? null,
              keep,
              confirm: typed,
            });
          }}
        >
          Transfer project
        </DialogButtons>
      }
    >
      <div className={styles.form}>
        <Labelled label="New owner">
          <PersonPicker
            label="New owner"
            projectId={projectId}
            as="owner"
            value={to}
            onChange={setTo}
            without={from?.personId}
          />
        </Labelled>
        {owners.length > 1 && from ? (
          <Labelled label="Whose ownership">
            <Select
              label="Whose ownership"
              value={from.personId}
              onChange={setFrom}
              options={owners.map(({ personId, name, email }) => ({
                value: personId,
                label: name,
                ...(email === null ? {} : { note: email }),
              }))}
            />
          </Labelled>
        ) : null}
        {from ? (
          <Labelled label={`What ${from.name} keeps`}>
            <Select
              label={`What ${from.name} keeps`}
              value={keep}
              onChange={setKeep}
              options={[
                { value: 'admin', label: 'Admin', note: 'manages members and keys' },
                { value: 'nothing', label: 'Nothing', note: 'is no member any more' },
              ]}
            />
          </Labelled>
        ) : (
          <p className="muted">Nobody in particular owns it now.</p>
        )}
        <ConfirmName name={project.name} typed={typed} onChange={setTyped} />
        {reason.field}
        {transfer.error ? <Notice tone="error">{messageOf(transfer.error)}</Notice> : null}
      </div>
    </Dialog>
  );
}
