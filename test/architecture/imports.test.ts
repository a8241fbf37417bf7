import { describe, expect, it } from 'vitest';
import { readSourceFiles, type SourceFile } from './source-files.ts';

/** Which folder may import from which: the arrows of docs/ARCHITECTURE.md. The longest matching folder counts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/shared': ['src/shared'],
  'src/main': ['src/main', 'src/shared', 'package.json'],
  'src/main/collector': ['src/main/collector', 'src/main/version.ts', 'src/shared'],
  'src/main/desktop': [
    'src/main/desktop',
    'src/main/collector',
    'src/main/data-dir.ts',
    'src/main/files-at.ts',
    'src/main/version.ts',
    'src/main/whole-file.ts',
    'src/shared',
  ],
  'src/main/headless': [
    'src/main/headless',
    'src/main/collector',
    'src/main/data-dir.ts',
    'src/main/files-at.ts',
    'src/main/version.ts',
    'src/main/whole-file.ts',
    'src/shared',
  ],
  'src/preload': ['src/preload', 'src/shared'],
  'src/renderer': ['src/renderer', 'src/shared'],
};

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function folderOf(path: string): string {
  const folders = Object.keys(MAY_IMPORT).filter((folder) => within(path, folder));
  return folders.reduce(
    (longest, folder) => (folder.length > longest.length ? folder : longest),
    '',
  );
}

const files = readSourceFiles('src').filter((file) => !/\.test\.tsx?$/.test(file.path));
const where = (condition: (file: SourceFile) => readonly string[]) =>
  files.flatMap((file) => condition(file).map((target) => `${file.path} -> ${target}`));

describe('import edges', () => {
  it('follow the allowed arrows', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(
      where((file) => {
        const allowed = MAY_IMPORT[folderOf(file.path)] ?? [];
        return file.local.filter((target) => !allowed.some((folder) => within(target, folder)));
      }),
    ).toEqual([]);
  });

  it('name Electron in the desktop host and the preload only', () => {
    const allowed = ['src/main/desktop', 'src/preload'];
    expect(
      where((file) =>
        allowed.some((folder) => within(file.path, folder))
          ? []
          : file.packages.filter((name) => name === 'electron' || name.startsWith('electron/')),
      ),
    ).toEqual([]);
  });

  it('keep Node out of what runs in a page or anywhere', () => {
    expect(
      where((file) =>
        within(file.path, 'src/renderer') || within(file.path, 'src/shared')
          ? file.packages.filter((name) => name.startsWith('node:'))
          : [],
      ),
    ).toEqual([]);
  });

  it('keep shared code to the contract library and the schema library', () => {
    expect(
      where((file) =>
        within(file.path, 'src/shared')
          ? file.packages.filter((name) => name !== 'zod' && name !== '@orpc/contract')
          : [],
      ),
    ).toEqual([]);
  });

  it('touch SQLite in the store, the catalog and the data folder only', () => {
    const allowed = [
      'src/main/collector/store',
      'src/main/collector/catalog',
      'src/main/collector/data-folder.ts',
      'src/main/collector/bench',
    ];
    expect(
      where((file) =>
        allowed.some((folder) => within(file.path, folder))
          ? []
          : file.packages.filter((name) => name === 'better-sqlite3'),
      ),
    ).toEqual([]);
  });

  it('use raw IPC in one file of each side only', () => {
    const users = files.filter((file) => /\bipcMain\b/.test(file.text)).map((file) => file.path);
    expect(users.filter((path) => path !== 'src/main/desktop/ipc.ts')).toEqual([]);
  });
});
