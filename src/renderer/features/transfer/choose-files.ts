import type { OpenedFile } from '../../../shared/desktop-api.ts';
import { sourceOfFile, type FileSource, type NoFile } from './import-store.ts';

/** Told what was chosen; not called where the person changed their mind. */
type Chosen = (files: readonly FileSource[], problems: readonly NoFile[]) => void;

/** A file that the desktop app reads for the page. */
export function sourceOfOpened({ id, name, size }: OpenedFile): FileSource {
  return {
    name,
    size,
    read: async (start, length) => {
      const bytes = await window.spanward!.readOpened(id, start, length);
      return new Blob([new Uint8Array(bytes)]);
    },
  };
}

/**
 * Lets the person choose files, or a folder, in the dialog of the system.
 *
 * @param what one folder with all that is in it, or any number of files
 */
export function chooseFiles(what: 'files' | 'folder', chosen: Chosen): void {
  // A page may open no dialog of its own when it is asked to by the native menu.
  if (window.spanward) {
    void window.spanward.pickFiles(what).then((set) => {
      if (set !== null) chosen(set.files.map(sourceOfOpened), set.problems);
    });
    return;
  }
  const input = document.createElement('input');
  input.type = 'file';
  if (what === 'folder') input.webkitdirectory = true;
  else input.multiple = true;
  input.addEventListener('change', () => {
    // A folder comes with everything below it, hidden files too.
    const shown = [...(input.files ?? [])].filter(
      ({ webkitRelativePath }) => !/\/\./.test(webkitRelativePath),
    );
    chosen(
      shown.map((file) => sourceOfFile(file)),
      [],
    );
  });
  input.click();
}
