import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { ProjectName, type Project } from '../../../shared/contract/projects.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useKeptFields } from '../../ui/use-kept-fields.ts';
import styles from './projects.module.css';
import { refreshProjects } from './use-restore.ts';

/** Name and description of a project, saved together. */
export function GeneralForm({ project }: { project: Project }) {
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const [problem, setProblem] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  useKeptFields(form, 'General');
  const update = useMutation(
    api.projects.update.mutationOptions({
      onSuccess: () => {
        showToast({ title: 'Saved', look: 'ok' });
        void refreshProjects();
      },
    }),
  );
  const isChanged = name !== project.name || description !== project.description;
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const checked = ProjectName.safeParse(name);
    setProblem(checked.error?.issues[0]?.message);
    if (checked.success) update.mutate({ projectId: project.id, name: checked.data, description });
  };
  return (
    <form ref={form} className={styles.general} onSubmit={onSubmit} noValidate>
      <FormField label="Name" name="name" error={problem}>
        <FieldInput
          maxLength={80}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </FormField>
      <FormField label="Description" name="description" hint="What it is for, in a line.">
        <FieldInput
          maxLength={500}
          autoComplete="off"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </FormField>
      {update.error ? <Notice tone="error">{messageOf(update.error)}</Notice> : null}
      <div>
        <Button type="submit" disabled={!isChanged || update.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
