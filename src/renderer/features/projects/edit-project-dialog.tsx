import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { ProjectName, type Project } from '../../../shared/contract/projects.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import styles from './projects.module.css';
import { refreshProjects } from './use-restore.ts';

/** Renames and describes a project. */
export function EditProjectDialog(props: { project: Project; onClose: () => void }) {
  const { project, onClose } = props;
  const formId = useId();
  const [problem, setProblem] = useState<string>();
  const update = useMutation(
    api.projects.update.mutationOptions({
      onSuccess: async () => {
        await refreshProjects();
        onClose();
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
    update.mutate({
      projectId: project.id,
      name: name.data,
      description: typeof description === 'string' ? description : '',
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Edit ${project.name}`}
      description="Keys, addresses and scripts that name it by its id are not touched."
      footer={
        <DialogButtons onClose={onClose} form={formId} disabled={update.isPending}>
          Save
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <FormField label="Name" name="name" error={problem}>
          <FieldInput maxLength={80} autoComplete="off" defaultValue={project.name} />
        </FormField>
        <FormField label="Description (optional)" name="description">
          <FieldInput maxLength={500} autoComplete="off" defaultValue={project.description} />
        </FormField>
        {update.error ? <Notice tone="error">{messageOf(update.error)}</Notice> : null}
      </form>
    </Dialog>
  );
}
