import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { EXTERNAL_ROLES, type Candidate } from '../../../shared/contract/members.ts';
import type { Project } from '../../../shared/contract/projects.ts';
import { hrefOf } from '../../app/route.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField, Labelled } from '../../ui/input.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { InvitationLinkDialog } from './invitation-link-dialog.tsx';
import styles from './people.module.css';
import { PersonPicker } from './person-picker.tsx';
import { externalRoles } from './project-roles.ts';
import { mayIn } from './use-may.ts';

/** Adds somebody to a project: of the organization, or from outside where the project allows it. */
export function AddMemberDialog(props: {
  project: Project;
  roles: readonly SelectOption<string>[];
  onClose: () => void;
}) {
  const { project, onClose } = props;
  const projectId = project.id;
  const [from, setFrom] = useState<'organization' | 'outside'>('organization');
  const [person, setPerson] = useState<Candidate | null>(null);
  const [email, setEmail] = useState('');
  const [chosen, setRole] = useState('project_member');
  const outside = from === 'outside';
  const roles = outside ? externalRoles(props.roles) : props.roles;
  const roleId = roles.some(({ value }) => value === chosen) ? chosen : 'project_member';
  const done = (name: string): void => {
    showToast({ title: `${name} is a member of ${project.name}`, look: 'ok' });
    onClose();
  };
  const add = useMutation(
    api.members.set.mutationOptions({ onSuccess: (member) => done(member.name) }),
  );
  const letIn = useMutation(
    api.members.addExternal.mutationOptions({
      onSuccess: (answer) => {
        if (answer.state === 'added') done(answer.member.name);
      },
    }),
  );
  if (letIn.data?.state === 'invited') {
    return (
      <InvitationLinkDialog
        title={`${letIn.data.invitation.email} is invited to ${project.name}`}
        code={letIn.data.code}
        onClose={onClose}
      />
    );
  }
  const problem = outside ? letIn.error : add.error;
  const mayOpen = mayIn(project)('members:external');
  const submit = (): void => {
    const external = EXTERNAL_ROLES.find((id) => id === roleId);
    if (outside && external) letIn.mutate({ projectId, email, roleId: external });
    else if (person) add.mutate({ projectId, personId: person.personId, roleId });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a member"
      footer={
        <DialogButtons
          onClose={onClose}
          disabled={
            (outside ? email.trim() === '' : person === null) || add.isPending || letIn.isPending
          }
          onClick={submit}
        >
          Add
        </DialogButtons>
      }
    >
      <div className={styles.form}>
        {project.externalAllowed && mayOpen ? (
          <Labelled label="Where from">
            <Select
              label="Where from"
              value={from}
              onChange={setFrom}
              options={[
                { value: 'organization', label: 'Of the organization' },
                { value: 'outside', label: 'From outside, by e-mail address' },
              ]}
            />
          </Labelled>
        ) : null}
        {outside ? (
          <FormField
            label="E-mail"
            name="email"
            hint="Who has an account here is added at once; for others a link is made that you hand over."
          >
            <FieldInput
              type="email"
              autoComplete="off"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </FormField>
        ) : (
          <Labelled label="Person">
            <PersonPicker
              label="Person"
              projectId={projectId}
              as="member"
              value={person}
              onChange={setPerson}
            />
          </Labelled>
        )}
        <Labelled label="Role in the project">
          <Select label="Role in the project" value={roleId} onChange={setRole} options={roles} />
        </Labelled>
        {problem ? <Notice tone="error">{messageOf(problem)}</Notice> : null}
        {!project.externalAllowed && mayOpen && !project.isDefault ? (
          <p className="muted">
            Somebody from outside the organization? Allow external collaborators under{' '}
            <a className={styles.link} href={hrefOf({ screen: 'manage', projectId })}>
              Manage project
            </a>{' '}
            first.
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
