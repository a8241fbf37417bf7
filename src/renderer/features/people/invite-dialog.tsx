import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField, Labelled } from '../../ui/input.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { CodeOnce } from './code-once.tsx';
import styles from './people.module.css';

/** Invites somebody, and shows the link to hand over. */
export function InviteDialog(props: {
  organizationId: string;
  roles: readonly SelectOption<string>[];
  onClose: () => void;
}) {
  const formId = useId();
  const [roleId, setRoleId] = useState('organization_member');
  const invite = useMutation(api.invitations.create.mutationOptions());
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get('email') ?? '');
    invite.mutate({ organizationId: props.organizationId, email, roleId });
  };
  if (invite.data) {
    return (
      <Dialog
        open
        locked
        onClose={props.onClose}
        title={`${invite.data.email} is invited`}
        footer={
          <Button look="primary" icon="check" onClick={props.onClose}>
            I have handed it over
          </Button>
        }
      >
        <CodeOnce
          kind="invitation"
          code={invite.data.code}
          note="Shown only now, and good for one use within seven days. There is no mail server: hand it over yourself."
        />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="Invite somebody"
      footer={
        <DialogButtons onClose={props.onClose} form={formId} disabled={invite.isPending}>
          Make the link
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <FormField
          label="E-mail"
          name="email"
          hint="Nothing is sent: the person signs in with this address."
          error={invite.error ? messageOf(invite.error) : undefined}
        >
          <FieldInput type="email" autoComplete="off" />
        </FormField>
        <Labelled label="Role">
          <Select label="Role" value={roleId} onChange={setRoleId} options={props.roles} />
        </Labelled>
      </form>
    </Dialog>
  );
}
