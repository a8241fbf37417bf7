import { useMutation } from '@tanstack/react-query';
import { useId, type FormEvent } from 'react';
import type { Organization } from '../../../shared/contract/organizations.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';

/** Renames an organization, or makes one when none is given. */
export function OrganizationDialog(props: {
  organization: Organization | null;
  onDone: (organization: Organization) => void;
  onClose: () => void;
}) {
  const { organization, onDone, onClose } = props;
  const formId = useId();
  const create = useMutation(api.organizations.create.mutationOptions({ onSuccess: onDone }));
  const rename = useMutation(api.organizations.update.mutationOptions({ onSuccess: onDone }));
  const problem = create.error ?? rename.error;
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('name') ?? '');
    if (organization) rename.mutate({ organizationId: organization.id, name });
    else create.mutate({ name });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={organization ? 'Rename the organization' : 'New organization'}
      description={
        organization
          ? undefined
          : 'It has people, roles and projects of its own, beginning with a Default Project. You are its owner.'
      }
      footer={
        <DialogButtons
          onClose={onClose}
          form={formId}
          disabled={create.isPending || rename.isPending}
        >
          {organization ? 'Rename' : 'Create organization'}
        </DialogButtons>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate>
        <FormField label="Name" name="name" error={problem ? messageOf(problem) : undefined}>
          <FieldInput defaultValue={organization?.name ?? ''} autoComplete="off" />
        </FormField>
      </form>
    </Dialog>
  );
}
