import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readPassphrase } from './read-text.ts';

it.each([
  ['of several lines', 'a long passphrase\r\nanother line', 'a long passphrase'],
  ['that an editor marked as UTF-8', '\uFEFFa long passphrase\n', 'a long passphrase'],
  ['with spaces at its ends', ' a long passphrase ', ' a long passphrase '],
])('a passphrase in a file %s is what somebody would type', (_, text, passphrase) => {
  const folder = mkdtempSync(join(tmpdir(), 'spanward-passphrase-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'passphrase');
  writeFileSync(file, text);
  expect(readPassphrase(file)).toBe(passphrase);
});
