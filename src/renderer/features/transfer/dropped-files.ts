import { messageOf } from '../../client/call-error.ts';
import { sourceOfFile, type FileSource, type NoFile } from './import-store.ts';

/** Files of one drop at most: a folder of more was hardly meant. */
const MAX_FILES = 500;

export interface DroppedFiles {
  readonly files: readonly FileSource[];
  readonly problems: readonly NoFile[];
}

/**
 * Files that were dropped, and those inside folders that were; hidden ones inside a folder are left out.
 *
 * Must be called while the event is under way: afterwards its items are empty.
 */
export function droppedFiles(data: DataTransfer): Promise<DroppedFiles> {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const given = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  return gather(given);
}

async function gather(
  given: readonly { readonly entry: FileSystemEntry | null; readonly file: File | null }[],
): Promise<DroppedFiles> {
  const files: FileSource[] = [];
  const problems: NoFile[] = [];
  const look = async (entry: FileSystemEntry): Promise<void> => {
    const name = entry.fullPath.replace(/^\//, '');
    try {
      if (isFile(entry)) files.push(sourceOfFile(await fileOf(entry), name));
      else if (isFolder(entry)) {
        for (const inside of await entriesOf(entry)) {
          if (files.length >= MAX_FILES) return;
          if (!inside.name.startsWith('.')) await look(inside);
        }
      }
    } catch (error) {
      problems.push({ name, reason: messageOf(error) });
    }
  };
  for (const { entry, file } of given) {
    // What is no folder is at hand already.
    if (file !== null && !(entry?.isDirectory ?? false)) files.push(sourceOfFile(file, ''));
    else if (entry !== null) await look(entry);
  }
  if (files.length >= MAX_FILES) {
    const reason = `only the first ${MAX_FILES} files of a folder are opened`;
    problems.push({ name: files.at(-1)!.name, reason });
  }
  return { files, problems };
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** Everything in a folder, by name; browsers give a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) break;
    all.push(...some);
  }
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
