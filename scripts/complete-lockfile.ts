import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './runtime/cache-folder.ts';

// Run after changing dependencies. Where the registry serves only some platforms npm leaves the others' optional packages
// out of the lockfile, and `npm ci` refuses such a lockfile everywhere. And npm before 11 compiles a package that has a
// `binding.gyp` unless the lockfile itself says not to: the word of the package's own package.json is lost on the way.

interface LockedPackage {
  version?: string;
  optionalDependencies?: Record<string, string>;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  gypfile?: boolean;
}

/** Shipped with built addons; compiling them would need a compiler and a download from elsewhere. */
const NEVER_COMPILED = ['better-sqlite3'];

const SYSTEMS = new Set(['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']);
const CPUS = new Set(['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64']);

/** What a package is for, read from a name such as `@scope/binding-linux-x64-musl`. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/]/);
  const os = words.find((word) => SYSTEMS.has(word));
  const cpu = words.find((word) => CPUS.has(word));
  const libc = name.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(libc === undefined ? {} : { libc: [libc] }),
    ...(os === undefined ? {} : { os: [os] }),
  };
}

/** Whether Node's resolution from `from` finds `name` in the lockfile. */
function isLocked(packages: Record<string, LockedPackage>, from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const place = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (place in packages) return true;
    if (at === '') return false;
  }
}

const file = join(CHECKOUT, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };
let added = 0;
for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(lock.packages, from, name) || !/^\d/.test(version)) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      dev: true,
      optional: true,
    };
    added += 1;
  }
}
for (const name of NEVER_COMPILED) {
  const entry = lock.packages[`node_modules/${name}`];
  if (entry === undefined) throw new Error(`The lockfile has no ${name}.`);
  entry.gypfile = false;
}
const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`Added ${added} optional packages of other platforms.`);
