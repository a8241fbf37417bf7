import { describe, expect, it } from 'vitest';
import { readSourceFiles } from './source-files.ts';

const EXPORT = /^export (?:async )?(?:const|function\*?|class) ([\w$]+)/gm;

describe('exports', () => {
  const files = readSourceFiles('src', 'test', 'scripts').map(({ path, text }) => ({
    path,
    text,
    words: new Set(text.match(/[\w$]+/g)),
  }));

  it('are named in another file each, so that what nobody uses any more is seen', () => {
    /** In how many files a name is, whatever it means there. */
    const uses = new Map<string, number>();
    for (const { words } of files) {
      for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
    }
    const exported = files
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(EXPORT)].map(([, name]) => ({ path, name: name! })),
      );
    expect(exported.length).toBeGreaterThan(1000);
    expect(exported.filter(({ name }) => uses.get(name) === 1)).toEqual([]);
  });
});
