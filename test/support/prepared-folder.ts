import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createTestFolder } from './open-test-collector.ts';

/**
 * A data folder that is filled once for all tests of a file; each gets a copy, which goes away with it.
 *
 * @param fill leaves nothing open; what it returns is told each time
 */
export function preparedFolder<T extends object>(
  fill: (dataDir: string) => Promise<T>,
): () => Promise<T & { readonly dataDir: string }> {
  let original: { readonly folder: string; readonly told: Promise<T> } | undefined;
  afterAll(() => {
    if (original) rmSync(original.folder, { recursive: true, force: true });
  });
  return async () => {
    if (original === undefined) {
      const folder = mkdtempSync(join(tmpdir(), 'spanward-prepared-'));
      original = { folder, told: fill(folder) };
    }
    const told = await original.told;
    const dataDir = createTestFolder();
    cpSync(original.folder, dataDir, { recursive: true });
    return { ...told, dataDir };
  };
}
