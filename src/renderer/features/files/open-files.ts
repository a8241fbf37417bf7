import { EVERYTHING } from '../../app/trace-search.ts';
import { navigate } from '../../app/use-route.ts';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { showToast } from '../../ui/toast.tsx';
import { importFiles, sourceOfFile, type FileSource } from '../transfer/import-store.ts';

/** What a workspace of some files is called. */
export function workspaceName(names: readonly string[]): string {
  const [first = 'Files'] = names;
  const others = names.length - 1;
  return (others > 0 ? `${first} and ${others} more` : first).slice(0, 200);
}

/** Opens files in a workspace of their own and shows what is in it; nothing of it goes into a project. */
export async function openFiles(files: readonly FileSource[]): Promise<void> {
  if (files.length === 0) return;
  try {
    const { project } = await client.files.open({
      name: workspaceName(files.map(({ name }) => name)),
    });
    await queryClient.invalidateQueries();
    navigate({ screen: 'traces', projectId: project.id, search: EVERYTHING });
    await importFiles(project.id, files);
  } catch (error) {
    showToast({
      title: 'The file could not be opened',
      description: messageOf(error),
      look: 'error',
    });
  }
}

/** Lets the person choose files and opens them. */
export function pickFiles(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener(
    'change',
    () => void openFiles([...(input.files ?? [])].map(sourceOfFile)),
  );
  input.click();
}
