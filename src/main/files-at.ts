import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files of one opening at most: a folder of more was hardly meant. */
const MAX_FILES = 500;
/** How deep folders are gone into. */
const MAX_DEPTH = 16;

/** A file on the disk that somebody named, or that is in a folder they named. */
export interface FileAt {
  readonly path: string;
  /** As it is shown: of a file in a folder with the folders it is in, from the one that was named. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** What cannot be opened, and why. */
export interface NoFile {
  readonly path: string;
  /** As it is shown, as that of {@link FileAt}. */
  readonly name: string;
  readonly reason: string;
}

export interface FilesAt {
  readonly files: readonly FileAt[];
  readonly problems: readonly NoFile[];
}

/**
 * The files at these paths and, by name, those inside folders among them. Hidden ones inside a folder are left out, and
 * links to folders are not followed, as they may lead in a circle.
 *
 * @param paths paths or `file:` URLs, as desktops hand them over
 * @param workingFolder what relative ones are relative to
 */
export async function filesAt(
  paths: readonly string[],
  workingFolder = process.cwd(),
): Promise<FilesAt> {
  const files: FileAt[] = [];
  const problems: NoFile[] = [];
  const look = async (path: string, name: string, depth: number): Promise<void> => {
    try {
      const found = await stat(path);
      if (found.isDirectory()) {
        await access(path, constants.R_OK | constants.X_OK);
        if (depth === MAX_DEPTH) throw new Error('folders are nested too deep');
        const entries = await readdir(path, { withFileTypes: true });
        const shown = entries.filter((entry) => !entry.name.startsWith('.'));
        for (const entry of shown.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
          if (files.length >= MAX_FILES) return;
          const inside = join(path, entry.name);
          if (entry.isSymbolicLink() && (await leadsToFolder(inside))) continue;
          await look(inside, `${name}/${entry.name}`, depth + 1);
        }
      } else if (!found.isFile()) throw new Error('it is no ordinary file');
      else {
        await access(path, constants.R_OK);
        files.push({ path, name, size: found.size });
      }
    } catch (error) {
      problems.push({ path, name, reason: whyNotOpened(error) });
    }
  };
  for (const path of paths) {
    const whole = resolve(workingFolder, pathOf(path));
    await look(whole, basename(whole) || whole, 0);
  }
  if (files.length >= MAX_FILES) {
    const reason = `only the first ${MAX_FILES} files of a folder are opened`;
    const { path, name } = files.at(-1)!;
    problems.push({ path, name, reason });
  }
  return { files, problems };
}

async function leadsToFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

function pathOf(text: string): string {
  if (!text.startsWith('file://')) return text;
  try {
    return fileURLToPath(text);
  } catch {
    return text;
  }
}

const NOT_ALLOWED =
  'it may not be read by this user: allow that, or copy it to where it may be read';
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it does not exist',
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** Why a file cannot be opened, for the end of a sentence. */
export function whyNotOpened(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : (REASONS[code] ?? `it cannot be read (${code})`);
}
