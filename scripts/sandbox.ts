import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SETUID = 0o4000;

/**
 * What to do about a system where Chromium's sandbox cannot start, as Ubuntu from 24.04 on is set up; undefined where it
 * can, and for root, who starts without it.
 */
export function sandboxAdvice(executable: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return undefined;
  const helper = join(dirname(executable), 'chrome-sandbox');
  if (isSetuidRoot(helper) || userNamespacesWork()) return undefined;
  return (
    "Chromium's sandbox cannot start: this system keeps user namespaces from ordinary users. Allow its helper instead:\n" +
    `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'\n` +
    'Or go without a window: npm run spanward -- serve'
  );
}

function isSetuidRoot(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && stats.uid === 0 && (stats.mode & SETUID) !== 0;
}

function userNamespacesWork(): boolean {
  return spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0;
}
