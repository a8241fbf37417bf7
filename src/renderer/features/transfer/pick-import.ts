import { chooseFiles } from './choose-files.ts';
import { importFiles } from './import-store.ts';

/** Lets the person choose files and starts reading them into the project. */
export function pickImport(projectId: string): void {
  chooseFiles('files', (files, problems) => {
    if (files.length > 0) void importFiles(projectId, files, { problems });
  });
}
