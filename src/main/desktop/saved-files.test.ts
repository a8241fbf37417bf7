import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SavedFiles } from './saved-files.ts';

const PAGE = 1;
let root: string;
let folder: string;
let made = 0;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'spanward-saved-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(root, String((made += 1)));
  mkdirSync(folder);
});

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a file that a page writes piece by piece', () => {
  it('has its name once it is whole, in place of the older one', async () => {
    const file = join(folder, 'größe.jsonl');
    writeFileSync(file, 'older');
    const saved = new SavedFiles();
    const id = await saved.begin(PAGE, file);
    await saved.write(id, bytes('one '));
    await saved.write(id, bytes('two'));
    expect(readFileSync(file, 'utf8')).toBe('older');
    await saved.finish(id);
    expect(readFileSync(file, 'utf8')).toBe('one two');
    expect(readdirSync(folder)).toEqual(['größe.jsonl']);
    await expect(saved.write(id, bytes('more'))).rejects.toThrow('not being written any more');
  });

  it('leaves nothing when it is cancelled, and the older file as it was', async () => {
    const file = join(folder, 'a.jsonl');
    writeFileSync(file, 'older');
    const saved = new SavedFiles();
    const id = await saved.begin(PAGE, file);
    await saved.write(id, bytes('half'));
    await saved.discard(id);
    await expect(saved.finish(id)).rejects.toThrow('not being written any more');
    expect(readdirSync(folder)).toEqual(['a.jsonl']);
    expect(readFileSync(file, 'utf8')).toBe('older');
  });

  it('leaves nothing of what a page had begun that is gone, and goes on for others', async () => {
    const saved = new SavedFiles();
    const gone = await saved.begin(PAGE, join(folder, 'gone.csv'));
    const other = await saved.begin(2, join(folder, 'other.csv'));
    await saved.write(gone, bytes('half'));
    await saved.discardAll(PAGE);
    await saved.write(other, bytes('whole'));
    await saved.finish(other);
    expect(readdirSync(folder)).toEqual(['other.csv']);
  });

  it('says that there is no such folder, before it begins and when it went meanwhile', async () => {
    const inner = join(folder, 'inner');
    const saved = new SavedFiles();
    const reason = `there is no folder ${inner}. Nothing is left of it.`;
    await expect(saved.begin(PAGE, join(inner, 'a.csv'))).rejects.toThrow(reason);
    mkdirSync(inner);
    const id = await saved.begin(PAGE, join(inner, 'a.csv'));
    await saved.write(id, bytes('half'));
    rmSync(inner, { recursive: true });
    await expect(saved.finish(id)).rejects.toThrow(reason);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not take the place of what is no file', async () => {
    await expect(new SavedFiles().begin(PAGE, folder)).rejects.toThrow('no ordinary file');
  });
});

it.skipIf(process.platform === 'win32')(
  'leaves nothing on a full disk (POSIX file size limit)',
  async () => {
    const file = join(folder, 'full.jsonl');
    const source = resolve(import.meta.dirname, '../whole-file.ts');
    const script = `
      const { WholeFile } = await import(${JSON.stringify(source)});
      const file = await WholeFile.create(${JSON.stringify(file)});
      try {
        for (;;) await file.write(new Uint8Array(64 * 1024));
      } catch (error) {
        console.log(error.message);
      }`;
    const command = ['-c', 'ulimit -f 128; exec "$0" "$@"', process.execPath];
    const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)('bash', [...command, ...flags]);
    expect(stdout).toContain('full.jsonl was not written: the file is larger than');
    expect(readdirSync(folder)).toEqual([]);
  },
);
