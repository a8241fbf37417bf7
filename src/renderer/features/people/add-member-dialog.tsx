import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member } from '../../../shared/contract/members.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import styles from './people.module.css';

/** Adds somebody of the organization to a project. */
export function AddMemberDialog(props: {
  projectId: string;
  organizationId: string;
  members: readonly Member[];
  roles: readonly SelectOption<string>[];
  onClose: () => void;
}) {
  const { projectId, organizationId, onClose } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const [roleId, setRoleId] = useState('project_member');
  const people = useQuery(api.people.list.queryOptions({ input: { organizationId } }));
  const add = useMutation(api.members.set.mutationOptions({ onSuccess: onClose }));
  const taken = new Set(props.members.map(({ personId }) => personId));
  const options = (people.data?.people ?? [])
    .filter(({ id }) => !taken.has(id))
    .map(({ id, name, email }) => ({ value: id, label: name, note: email ?? '' }));
  const personId = chosen ?? options[0]?.value;
  const problem = people.error ?? add.error;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a member"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={personId === undefined || add.isPending}
            onClick={() => {
              if (personId !== undefined) add.mutate({ projectId, personId, roleId });
            }}
          >
            Add
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {problem ? <Notice tone="error">{messageOf(problem)}</Notice> : null}
        {personId === undefined ? (
          people.isPending ? (
            <LoadingState />
          ) : (
            <p>Everybody of the organization is a member. Invite others under People first.</p>
          )
        ) : (
          <>
            <div>
              <div className={styles.label}>Person</div>
              <Select label="Person" value={personId} onChange={setChosen} options={options} />
            </div>
            <div>
              <div className={styles.label}>Role in the project</div>
              <Select
                label="Role in the project"
                value={roleId}
                onChange={setRoleId}
                options={props.roles}
              />
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
