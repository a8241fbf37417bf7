import { statSync } from 'node:fs';
import type { StoreCheck } from './store/types.ts';

const OTHERS = 0o077;

/** Whether anybody but the owner may enter the data folder. Windows keeps permissions elsewhere. */
export function checkFolder(dataDir: string): StoreCheck {
  const name = 'permissions';
  const mode = statSync(dataDir).mode & 0o777;
  if (process.platform === 'win32' || (mode & OTHERS) === 0) {
    return { name, state: 'ok', message: `${dataDir} is open to its owner only` };
  }
  const message = `${dataDir} has mode ${mode.toString(8)}: others may read it. Run: chmod 700 "${dataDir}"`;
  return { name, state: 'warning', message };
}
