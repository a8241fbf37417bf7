import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The data folder: what was asked for, else `SPANWARD_DATA_DIR`, else the app's own folder of this system.
 *
 * The desktop app and the `spanward` command use the same rule, so that they find each other.
 */
export function resolveDataDir(option?: string, env: NodeJS.ProcessEnv = process.env): string {
  const chosen = option ?? env['SPANWARD_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  return join(appDataFolder(env), 'Spanward', 'data');
}

function appDataFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
}
