import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSourceFiles, ROOT } from './source-files.ts';

const STYLE_IMPORT = /import (\w+) from '([^']+\.module\.css)'/g;
const COMPOSED = /composes: ([^;]+?) from '([^']+)'/g;
const CLASS = /\.([A-Za-z_][\w-]*)/g;

/** What components and other style sheets take of one. */
class Uses {
  readonly names = new Set<string>();
  /** Some names are put together when they are shown. */
  isComputed = false;
}

const toProject = (path: string): string => relative(ROOT, normalize(path)).replaceAll('\\', '/');

/** The classes that the selectors of a style sheet name. */
function classesOf(css: string): Set<string> {
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const selectors = [...plain.matchAll(/([^{}]+)\{/g)].map((match) => match[1]!);
  return new Set(
    selectors.flatMap((selector) => [...selector.matchAll(CLASS)].map((found) => found[1]!)),
  );
}

const sheets = globSync('src/renderer/**/*.module.css', { cwd: ROOT }).map((path) => ({
  path: toProject(join(ROOT, path)),
  css: readFileSync(join(ROOT, path), 'utf8'),
}));

function usesOfStyles(): Map<string, Uses> {
  const uses = new Map(sheets.map(({ path }) => [path, new Uses()]));
  const usesOf = (from: string, specifier: string) =>
    uses.get(toProject(join(ROOT, dirname(from), specifier)))!;
  for (const { path, css } of sheets) {
    for (const [, names, specifier] of css.matchAll(COMPOSED)) {
      for (const name of names!.split(' ')) usesOf(path, specifier!).names.add(name);
    }
  }
  for (const { path, text } of readSourceFiles('src/renderer')) {
    const code = text.replaceAll(/ from '[^']+'/g, '');
    for (const [, name, specifier] of text.matchAll(STYLE_IMPORT)) {
      const use = usesOf(path, specifier!);
      const named = new RegExp(String.raw`\b${name}(?:\.(\w+)|\['([\w-]+)'\])`, 'g');
      for (const match of code.matchAll(named)) use.names.add((match[1] ?? match[2])!);
      if (new RegExp(String.raw`\b${name}\[(?!')`).test(code)) use.isComputed = true;
    }
  }
  return uses;
}

describe('style sheets', () => {
  const uses = usesOfStyles();
  const read = sheets.map(({ path, css }) => ({
    path,
    classes: classesOf(css),
    use: uses.get(path)!,
  }));

  it('have each class that a component names', () => {
    expect(read.length).toBeGreaterThan(50);
    const missing = read.flatMap(({ path, classes, use }) =>
      [...use.names].filter((name) => !classes.has(name)).map((name) => [path, name]),
    );
    expect(missing).toEqual([]);
  });

  it('have no class that nothing names', () => {
    const unused = read
      .filter(({ use }) => !use.isComputed)
      .flatMap(({ path, classes, use }) =>
        [...classes].filter((name) => !use.names.has(name)).map((name) => [path, name]),
      );
    expect(unused).toEqual([]);
  });
});

it('no button ends in an ellipsis: entries of menus and commands do, where they ask for more', () => {
  const ended = globSync('src/renderer/**/*.tsx', { cwd: ROOT }).filter((path) =>
    /…\s*<\/(Icon)?Button>/.test(readFileSync(join(ROOT, path), 'utf8')),
  );
  expect(ended).toEqual([]);
});
