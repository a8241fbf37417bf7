import { useMutation } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import type { NewKey } from '../../../shared/contract/keys.ts';
import { ProjectName } from '../../../shared/contract/projects.ts';
import { useCurrentProject } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField, Labelled } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import { Select } from '../../ui/select.tsx';
import { useMayCreateIn } from '../people/use-may.ts';
import { holdFreshKey } from '../keys/fresh-keys.ts';
import { WaysToStructure } from './ways-to-structure.tsx';
import styles from './projects.module.css';

/** Creates a project and its first key, then shows how to connect with that key. */
export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const organizations = useMayCreateIn();
  const here = useCurrentProject()?.organizationId;
  const [chosen, setChosen] = useState<string | null>(null);
  const organizationId = (
    organizations.find(({ id }) => id === (chosen ?? here)) ?? organizations[0]
  )?.id;
  const formId = useId();
  const [problem, setProblem] = useState<string>();
  const made = useMadeProject(onClose);
  const create = useMutation(api.projects.create.mutationOptions({ onSuccess: made.show }));
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = ProjectName.safeParse(form.get('name'));
    const description = form.get('description');
    setProblem(name.error?.issues[0]?.message);
    if (!name.success) return;
    create.mutate({
      name: name.data,
      description: typeof description === 'string' ? description : '',
      ...(organizationId === undefined ? {} : { organizationId }),
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      finalFocus={made.finalFocus}
      title="New project"
      description="It is created with its first API key, which is shown once."
      footer={
        <DialogButtons onClose={onClose} form={formId} disabled={create.isPending}>
          Create project
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        {organizations.length > 1 && organizationId !== undefined ? (
          <Labelled label="Organization">
            <Select
              label="Organization of the project"
              value={organizationId}
              onChange={setChosen}
              options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Labelled>
        ) : null}
        <FormField label="Name" name="name" error={problem}>
          <FieldInput maxLength={80} autoComplete="off" placeholder="Support bot" />
        </FormField>
        <FormField label="Description (optional)" name="description">
          <FieldInput maxLength={500} autoComplete="off" />
        </FormField>
        <WaysToStructure />
        {create.error ? <Notice tone="error">{messageOf(create.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}

/** Goes to the project that was made. What opened the dialog goes with its screen, so the focus goes to the new one. */
function useMadeProject(onClose: () => void): {
  show: (made: { project: { id: string }; key: NewKey }) => Promise<void>;
  finalFocus: () => boolean;
} {
  const isMade = useRef(false);
  return {
    show: async ({ project, key }) => {
      isMade.current = true;
      holdFreshKey(key);
      await queryClient.invalidateQueries({ queryKey: api.projects.key() });
      onClose();
      navigate({ screen: 'connect', projectId: project.id });
    },
    finalFocus: () => {
      if (!isMade.current) return true;
      // Not handed to the dialog, which would focus the first button in it, of the screen that goes.
      document.querySelector('main')?.focus({ preventScroll: true });
      return false;
    },
  };
}
