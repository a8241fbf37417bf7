import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect } from './console.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Where packages are, the newest OpenTelemetry SDK first. */
const INSTALLED = [join(ROOT, 'test/clients/sdk-node/node_modules'), join(ROOT, 'node_modules')];

/** The text of one block of a way to connect, as the Connect screen shows it. */
export async function shownSnippet(page: Page, way: string, title: string): Promise<string> {
  await page.getByRole('tab', { name: way, exact: true }).click();
  return page
    .getByRole('tabpanel', { name: way, exact: true })
    .getByRole('region', { name: `${way}: ${title}`, exact: true })
    .innerText();
}

/** A folder of somebody who pastes: with nothing in it but what the snippets put there. */
export interface PasteFolder {
  readonly path: string;
  /** Does what an `npm install` line says, with the packages this checkout has. */
  install(line: string): void;
  write(file: string, text: string): void;
  /** Runs shell text in the folder; rejects unless it ends well. */
  shell(text: string): Promise<void>;
  remove(): void;
}

export function createPasteFolder(): PasteFolder {
  const path = mkdtempSync(join(tmpdir(), 'spanward-paste-'));
  return {
    path,
    install(line) {
      const [npm, install, ...packages] = line.trim().split(/\s+/);
      expect([npm, install]).toEqual(['npm', 'install']);
      for (const name of packages) {
        const from = INSTALLED.map((folder) => join(folder, name)).find((at) => existsSync(at));
        if (from === undefined) throw new Error(`${name} is not among this checkout's packages`);
        const to = join(path, 'node_modules', name);
        mkdirSync(dirname(to), { recursive: true });
        symlinkSync(from, to);
      }
    },
    write: (file, text) => writeFileSync(join(path, file), text),
    async shell(text) {
      const env = { PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` };
      await promisify(execFile)('sh', ['-ec', text], { cwd: path, env, timeout: 60_000 });
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
