import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { readSourceFiles, ROOT } from './source-files.ts';

const MAX_LINES = 400;
const MAX_MEDIAN = 80;

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const readManifest = (folder: string) =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
const manifest = readManifest('.');

const lines = (text: string): number => text.split('\n').length;

describe('files', () => {
  const sources = readSourceFiles('src');

  it('are none over 400 lines', () => {
    const code = [...sources, ...readSourceFiles('test', 'scripts', 'wasm')];
    const styleSheets = globSync('src/**/*.css', { cwd: ROOT }).map((path) => ({
      path,
      text: readFileSync(join(ROOT, path), 'utf8'),
    }));
    expect(styleSheets.length).toBeGreaterThan(50);
    const all = [...code, ...styleSheets];
    expect(all.filter((file) => lines(file.text) > MAX_LINES).map((file) => file.path)).toEqual([]);
  });

  it('are small in the middle', () => {
    const sizes = sources.map((file) => lines(file.text)).toSorted((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(MAX_MEDIAN);
  });

  it('have no drawer for odds and ends', () => {
    const odd = sources.filter((file) =>
      /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\/|\.tsx?$)/.test(file.path),
    );
    expect(odd.map((file) => file.path)).toEqual([]);
  });
});

describe('dependencies', () => {
  it('that ship are the ones decided on', () => {
    // Everything else is bundled into out/ at build time: see docs/adr.
    expect(Object.keys(manifest.dependencies)).toEqual(['better-sqlite3']);
  });

  it('are pinned to one version each', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies };
    // Clients of another generation have a manifest of their own, taken in as a folder.
    const folders = Object.values(all).filter((version) => version.startsWith('file:'));
    const inner = folders.map((folder) => readManifest(folder.slice('file:'.length)).dependencies);
    const versions = [all, ...inner].flatMap((dependencies) => Object.values(dependencies));
    const loose = versions.filter((version) => !/^\d+\.\d+\.\d+(?:[-.\w]*)?$/.test(version));
    expect(loose).toEqual(folders);
  });

  it('include an SQLite without the WAL bug of versions before 3.51.3', () => {
    const db = new Database(':memory:');
    const [major, minor, patch] = String(db.prepare('SELECT sqlite_version()').pluck().get())
      .split('.')
      .map(Number);
    db.close();
    expect(major! * 1_000_000 + minor! * 1000 + patch!).toBeGreaterThanOrEqual(3_051_003);
  });
});
