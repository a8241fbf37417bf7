import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { WORKER_SOURCES } from '../../src/main/collector/worker-entry.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const COLLECTOR = join(ROOT, 'src/main/collector');
const ENTRY = join(COLLECTOR, 'worker-entry.ts');

const DAY_MS = 86_400_000;

let bundled: Promise<string> | undefined;

/**
 * Starts the threads of the collectors under test from bundles of their sources, made once for each run: each of
 * a thousand threads else reads and links all its modules by itself, which takes longer than most tests do.
 * Not while watching, as a bundle would not follow a change.
 */
export function bundledWorkers(): Plugin {
  let isWatching = false;
  return {
    name: 'spanward-bundled-workers',
    enforce: 'pre',
    configureVitest({ vitest, defineCacheKeyGenerator }) {
      isWatching = vitest.config.watch;
      // What is loaded names the bundle of these sources: kept from one run to the next it would name an old one.
      defineCacheKeyGenerator(({ id }) => (resolve(id) === ENTRY ? false : undefined));
    },
    async load(id) {
      if (isWatching || resolve(id) !== ENTRY) return undefined;
      const folder = pathToFileURL(await (bundled ??= bundleWorkers()));
      return `export const workerEntry = (name) => new URL(name + '.js', '${folder.href}/');`;
    },
  };
}

/** Bundles every worker as the app's build does; returns their folder, which is named by what is in it. */
async function bundleWorkers(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      write: false,
      target: 'node20.18',
      rolldownOptions: {
        external: ['better-sqlite3'],
        input: Object.fromEntries(
          Object.entries(WORKER_SOURCES).map(([name, source]) => [name, join(COLLECTOR, source)]),
        ),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  const { output } = result as Rolldown.RolldownOutput;
  const files = output.flatMap((file) => (file.type === 'chunk' ? [file] : []));
  const hash = createHash('sha256');
  for (const { fileName, code } of files) hash.update(`${fileName}\n${code}`);
  const folder = join(ROOT, 'node_modules/.cache/workers', hash.digest('hex').slice(0, 16));
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  for (const { fileName, code } of files) writeFileSync(join(making, fileName), code);
  try {
    renameSync(making, folder);
  } catch {
    // Another run has made the same.
    rmSync(making, { recursive: true });
  }
  removeOld(dirname(folder), folder);
  return folder;
}

/** Removes bundles that are a day old: of other sources, and no run takes so long. */
function removeOld(parent: string, current: string): void {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (folder === current) continue;
    const madeMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - madeMs > DAY_MS) rmSync(folder, { recursive: true, force: true });
  }
}
