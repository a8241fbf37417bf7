import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { ProjectName } from '../../../shared/contract/projects.ts';
import { navigate } from '../../app/use-route.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import { holdFreshKey } from '../keys/fresh-keys.ts';
import styles from './projects.module.css';

/** Creates a project and its first key, then shows how to connect with that key. */
export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const [problem, setProblem] = useState<string>();
  const create = useMutation(
    api.projects.create.mutationOptions({
      onSuccess: async ({ project, key }) => {
        holdFreshKey(key);
        await queryClient.invalidateQueries({ queryKey: api.projects.key() });
        onClose();
        navigate({ screen: 'connect', projectId: project.id });
      },
    }),
  );
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
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New project"
      description="It is created with its first API key, which is shown once."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} disabled={create.isPending}>
            Create project
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <FormField label="Name" name="name" error={problem}>
          <FieldInput maxLength={80} autoFocus autoComplete="off" placeholder="Support bot" />
        </FormField>
        <FormField label="Description (optional)" name="description">
          <FieldInput maxLength={500} autoComplete="off" />
        </FormField>
        <div className={styles.ways}>
          <span>
            <b>By workload</b>: one per application is the usual way; its services share traces.
          </span>
          <span>
            <b>By team</b>: each keeps its own keys and decides who reads along.
          </span>
          <span>
            <b>By customer</b>: data is apart on the disk, and one customer is deleted as a whole.
          </span>
          <span>
            <b>By environment</b>: only where production needs other people or another retention;
            else the environment filter tells them apart inside one project.
          </span>
        </div>
        {create.error ? <Notice tone="error">{messageOf(create.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
