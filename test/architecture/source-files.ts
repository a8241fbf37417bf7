import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** A source file and what it imports, as paths relative to the project. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Imports of our own files. */
  readonly local: readonly string[];
  /** Imports of packages and `node:` modules. */
  readonly packages: readonly string[];
}

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Every TypeScript file under the named folders. */
export function readSourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => !/[\\/]node_modules(?:[\\/]|$)/.test(entry.parentPath))
      .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mts)$/.test(entry.name))
      .map((entry) => readSourceFile(join(entry.parentPath, entry.name))),
  );
}

const isLocal = (specifier: string): boolean => specifier.startsWith('.');

function readSourceFile(file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  const specifiers = [...text.matchAll(IMPORT)].map((match) =>
    (match[1] ?? match[2])!.replace(/\?.*$/, ''),
  );
  return {
    path: toProject(file),
    text,
    local: specifiers
      .filter(isLocal)
      .map((specifier) => toProject(resolve(dirname(file), specifier))),
    packages: specifiers.filter((specifier) => !isLocal(specifier)),
  };
}

function toProject(file: string): string {
  return relative(ROOT, file).split(sep).join('/');
}
