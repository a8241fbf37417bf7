import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './cache-folder.ts';
import { runVisibly } from './run.ts';

const PACKAGE = join(CHECKOUT, 'node_modules/electron');
const PROBE_MS = 4_000;

/** The pinned Electron's executable, when its package has fetched it already. */
export function installedElectron(): string | undefined {
  const pathFile = join(PACKAGE, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = join(PACKAGE, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

/** Version of the `electron` package this checkout pins. */
export function pinnedElectronVersion(): string {
  return String(JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version);
}

/**
 * Lets the `electron` package fetch its binary, when the place it comes from answers within seconds.
 *
 * @returns the executable, or undefined where it cannot be had
 */
export async function downloadElectron(say: (line: string) => void): Promise<string | undefined> {
  if (!(await downloadAnswers())) return undefined;
  say(`Downloading Electron ${pinnedElectronVersion()}.`);
  const code = await runVisibly(process.execPath, [join(PACKAGE, 'install.js')]);
  return code === 0 ? installedElectron() : undefined;
}

// Without the probe a machine whose firewall drops packets would hang for minutes. The settings are those of
// `@electron/get`; with a proxy only the download itself can tell.
async function downloadAnswers(): Promise<boolean> {
  const { env } = process;
  if (env['HTTPS_PROXY'] || env['https_proxy'] || env['ELECTRON_GET_USE_PROXY']) return true;
  const mirror =
    env['ELECTRON_MIRROR'] ||
    env['npm_config_electron_mirror'] ||
    'https://github.com/electron/electron/releases/download/';
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  }
}
