import { EVERYTHING } from '../../app/trace-search.ts';
import { navigate } from '../../app/use-route.ts';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { showToast } from '../../ui/toast.tsx';
import { chooseFiles } from '../transfer/choose-files.ts';
import { importFiles, type FileSource, type NoFile } from '../transfer/import-store.ts';

/** What a workspace of some files is called: a folder by its name. */
function workspaceName(names: readonly string[]): string {
  const [first = 'Files'] = names;
  const folder = first.slice(0, first.indexOf('/') + 1);
  if (folder !== '' && names.every((name) => name.startsWith(folder))) {
    return folder.slice(0, -1).slice(0, 200);
  }
  const others = names.length - 1;
  return (others > 0 ? `${first} and ${others} more` : first).slice(0, 200);
}

/** Opens files in one workspace of their own and shows what is in it; nothing of it goes into a project. */
export async function openFiles(
  files: readonly FileSource[],
  problems: readonly NoFile[] = [],
): Promise<void> {
  const [first] = problems;
  if (files.length === 0) {
    if (first === undefined) return;
    const others = problems.length - 1;
    const title = others > 0 ? `${first.name} and ${others} more` : first.name;
    const description = `${first.reason[0]!.toUpperCase()}${first.reason.slice(1)}.`;
    showToast({ title: `${title} could not be opened`, description, look: 'error' });
    return;
  }
  try {
    const { project } = await client.files.open({
      name: workspaceName(files.map(({ name }) => name)),
    });
    await queryClient.invalidateQueries();
    navigate({ screen: 'traces', projectId: project.id, search: EVERYTHING });
    await importFiles(project.id, files, { problems });
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
  chooseFiles('files', (files, problems) => void openFiles(files, problems));
}

/** Lets the person choose a folder and opens what is in it. */
export function pickFolder(): void {
  chooseFiles('folder', (files, problems) => {
    const isEmpty = files.length + problems.length === 0;
    void openFiles(files, isEmpty ? [{ name: 'The folder', reason: 'it is empty' }] : problems);
  });
}
