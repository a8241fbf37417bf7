import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDiskFull } from './full-disk.ts';
import type { StoreCheck } from './store/types.ts';

const OTHERS = 0o077;

/**
 * Whether the data folder can be written, and nobody but the owner may enter it. Windows keeps permissions elsewhere.
 *
 * A disk that failed is often made read-only under a running collector: only a file that is made tells.
 */
export function checkFolder(dataDir: string): StoreCheck {
  const name = 'permissions';
  const problem = writingProblem(dataDir);
  if (problem !== undefined) {
    const message = `${dataDir} cannot be written (${problem}): nothing is stored. Look at its disk and its rights.`;
    return { name, state: 'failed', message };
  }
  const mode = statSync(dataDir).mode & 0o777;
  if (process.platform === 'win32' || (mode & OTHERS) === 0) {
    return { name, state: 'ok', message: `${dataDir} is open to its owner only` };
  }
  const message = `${dataDir} has mode ${mode.toString(8)}: others may read it. Run: chmod 700 "${dataDir}"`;
  return { name, state: 'warning', message };
}

/** Why no file can be made in a folder; undefined where one can, or where only the room is missing. */
function writingProblem(folder: string): string | undefined {
  const file = join(folder, 'write-test.tmp');
  try {
    writeFileSync(file, '', { mode: 0o600 });
    rmSync(file);
    return undefined;
  } catch (error) {
    if (isDiskFull(error)) return undefined;
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}
