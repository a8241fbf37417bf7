import { importFiles, sourceOfFile } from './import-store.ts';

/** Lets the person choose files and starts reading them into the project. */
export function pickImport(projectId: string): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.addEventListener('change', () => {
    if (input.files?.length) void importFiles(projectId, [...input.files].map(sourceOfFile));
  });
  input.click();
}
