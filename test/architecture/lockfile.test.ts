import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './source-files.ts';

interface LockedPackage {
  readonly version?: string;
  readonly gypfile?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, LockedPackage>>;
};

/** Version of a package as found from this place: there, or in a folder further up. */
function versionAt(place: string, name: string): string | undefined {
  for (let folder = place; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    const version = packages[`${folder}/node_modules/${name}`]?.version;
    if (version !== undefined) return version;
    if (!folder.includes('/node_modules/')) break;
  }
  return packages[`node_modules/${name}`]?.version;
}

const isExact = (range: string): boolean => /^\d+\.\d+\.\d+$/.test(range);

it('the lockfile names the optional packages of every platform', () => {
  // npm leaves out those a registry does not have at the moment, and `npm ci` then refuses the lockfile.
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, range]) => {
        const version = versionAt(place, name);
        return version === undefined || (isExact(range) && version !== range);
      })
      .map(([name, range]) => `${place}: ${name} ${range}`),
  );
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

it('the lockfile keeps npm before 11 from compiling SQLite', () => {
  expect(packages['node_modules/better-sqlite3']?.gypfile).toBe(false);
});
