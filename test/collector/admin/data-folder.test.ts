import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderError, openDataFolder } from '../../../src/main/collector/data-folder.ts';
import { readInstance } from '../../../src/main/collector/instance-file.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'spanward-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const instance = { pid: process.pid, version: '1', url: 'http://127.0.0.1:1', token: 'secret' };

describe('data folder', () => {
  it('is made for its owner alone', () => {
    const path = join(parent, 'a', 'b');
    const folder = openDataFolder(path);
    folder.announce(instance);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, 'instance.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, 'lock.db')).mode & 0o777).toBe(0o600);
    expect(readInstance(path)).toEqual(instance);
    folder.release();
    expect(readInstance(path)).toBeUndefined();
  });

  it('has one writer, who is named to the second', () => {
    const folder = openDataFolder(parent);
    folder.announce(instance);
    expect(() => openDataFolder(parent)).toThrow(`process ${process.pid}`);
    folder.release();
    openDataFolder(parent).release();
  });

  it('is free again when its process is killed', async () => {
    const source = new URL('../../../src/main/collector/data-folder.ts', import.meta.url).href;
    const program = `import { openDataFolder } from '${source}'; openDataFolder(process.argv[1]); console.log('open'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program, parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(() => openDataFolder(parent)).toThrow('is open in');
    child.kill('SIGKILL');
    await once(child, 'exit');
    openDataFolder(parent).release();
  });

  it('that is a file is refused with what to do', () => {
    const path = join(parent, 'file');
    writeFileSync(path, '');
    expect(() => openDataFolder(path)).toThrow('name another folder');
  });

  it.skipIf(process.getuid?.() === 0)(
    'that cannot be written is refused (root may write anywhere)',
    () => {
      chmodSync(parent, 0o500);
      expect(() => openDataFolder(parent)).toThrow('cannot be written');
      chmodSync(parent, 0o700);
    },
  );

  it.each([
    ['SQLITE_FULL', 'Free some space on its disk, or name another folder.'],
    ['ENOSPC', 'Free some space on its disk, or name another folder.'],
    ['EACCES', 'Make it writable for this user, or name another folder.'],
  ])('that is refused with %s says what to do', (code, advice) => {
    const error = Object.assign(new Error('no'), { code });
    expect(folderError(parent, error).message).toContain(advice);
  });

  it('ignores an instance file that makes no sense', () => {
    writeFileSync(join(parent, 'instance.json'), '{"pid":"x"}');
    expect(readInstance(parent)).toBeUndefined();
  });
});
