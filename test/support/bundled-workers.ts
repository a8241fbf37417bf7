import { createHash } from 'node:crypto';
import {
  globSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { WORKER_SOURCES } from '../../src/main/collector/worker-entry.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const COLLECTOR = join(ROOT, 'src/main/collector');
const ENTRY = join(COLLECTOR, 'worker-entry.ts');
const CHILD = join(import.meta.dirname, 'child-script.ts');

const DAY_MS = 86_400_000;

/** Folders of this run. */
const used = new Set<string>();
let workers: Promise<string> | undefined;
let children: Promise<string> | undefined;

/**
 * Starts the threads of the collectors under test, and the processes that tests kill, from bundles of their sources,
 * made once for each run: each of a thousand threads else reads and links all its modules by itself, which takes longer
 * than most tests do. Not while watching, as a bundle would not follow a change.
 */
export function bundledWorkers(): Plugin {
  let isWatching = false;
  return {
    name: 'spanward-bundled-workers',
    enforce: 'pre',
    configureVitest({ vitest, defineCacheKeyGenerator }) {
      isWatching = vitest.config.watch;
      // What is loaded names the bundle of these sources: kept from one run to the next it would name an old one.
      defineCacheKeyGenerator(({ id }) => (isBundled(id) ? false : undefined));
    },
    async load(id) {
      if (isWatching || !isBundled(id)) return undefined;
      return resolve(id) === ENTRY
        ? workerEntryIn(await (workers ??= bundleWorkers()))
        : (children ??= bundleChildren());
    },
  };
}

function isBundled(id: string): boolean {
  return resolve(id) === ENTRY || resolve(id) === CHILD;
}

/** The module that says where workers are. */
function workerEntryIn(folder: string): string {
  return `export const workerEntry = (name) => new URL(name + '.js', '${pathToFileURL(folder).href}/');`;
}

function bundleWorkers(): Promise<string> {
  const sources = Object.entries(WORKER_SOURCES);
  return bundle(
    Object.fromEntries(sources.map(([name, source]) => [name, join(COLLECTOR, source)])),
  );
}

/** Bundles the children of tests, which start the bundled workers; returns the module that says where they are. */
async function bundleChildren(): Promise<string> {
  const entry = workerEntryIn(await (workers ??= bundleWorkers()));
  const sources = globSync('test/**/*-child.ts', { cwd: ROOT }).map((path) => join(ROOT, path));
  const named = sources.map((source, i) => [`child-${i}`, source] as const);
  const folder = await bundle(Object.fromEntries(named), {
    name: 'spanward-bundled-children',
    enforce: 'pre',
    load: (id) => (resolve(id) === ENTRY ? entry : undefined),
  });
  const scripts = Object.fromEntries(
    named.map(([name, source]) => [source, join(folder, `${name}.js`)]),
  );
  return `const scripts = ${JSON.stringify(scripts)};
export const childScript = (script) => scripts[script] ?? script;`;
}

/** Bundles scripts as the app's build does; returns their folder, which is named by what is in it. */
async function bundle(input: Record<string, string>, ...plugins: Plugin[]): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    plugins,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      write: false,
      target: 'node20.18',
      rolldownOptions: {
        external: ['better-sqlite3'],
        input,
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
  used.add(folder);
  removeOld(dirname(folder));
  return folder;
}

/** Removes bundles that are a day old: of other sources, and no run takes so long. */
function removeOld(parent: string): void {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (used.has(folder)) continue;
    const madeMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - madeMs > DAY_MS) rmSync(folder, { recursive: true, force: true });
  }
}
