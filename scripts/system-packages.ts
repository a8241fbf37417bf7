import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.ts';
import { runVisibly } from './runtime/run.ts';

/** Something the scripts need from the system: how to see that it is there, and its Debian package. */
interface Need {
  readonly purpose: string;
  /** Debian package; the first that exists in this release is meant. */
  readonly packages: readonly string[];
  readonly present: () => boolean;
}

const FOR_WINDOW: readonly Need[] = [
  library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
  library('libnss3.so', 'libnss3'),
  library('libasound.so.2', 'libasound2t64', 'libasound2'),
  library('libgbm.so.1', 'libgbm1'),
];

const FOR_FALLBACK: readonly Need[] = [program('unzip', 'unzip'), program('g++', 'g++')];

const FOR_TESTS: readonly Need[] = [
  ...FOR_WINDOW,
  program('Xvfb', 'xvfb'),
  program('xauth', 'xauth'),
  program('curl', 'curl'),
  {
    purpose: 'a Chromium for the browser console tests',
    packages: ['chromium-headless-shell', 'chromium'],
    present: () => findChromium() !== undefined,
  },
  {
    purpose: 'fonts',
    packages: ['fonts-dejavu-core'],
    present: () => existsSync('/usr/share/fonts/truetype') || existsSync('/usr/share/fonts/TTF'),
  },
];

const NEEDS = { window: FOR_WINDOW, fallback: FOR_FALLBACK, tests: FOR_TESTS };

/**
 * Sees to it that the system has what the window, the fallback runtime or the tests need; installs it where apt is there and allowed.
 *
 * @throws Error naming everything missing and the command that installs it, where it may not install
 */
export async function ensureSystemPackages(
  scope: keyof typeof NEEDS,
  say: (line: string) => void,
): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = NEEDS[scope].filter((need) => !need.present());
  if (missing.length === 0) return;
  const asRoot = rootPrefix();
  if (asRoot !== undefined && has('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    say('Installing what the system lacks, with apt-get.');
    await aptGet(asRoot, ['update', '-qq'], env);
    const names = missing.map((need) => debianName(need));
    const code = await aptGet(
      asRoot,
      ['install', '-y', '-qq', '--no-install-recommends', ...names],
      env,
    );
    if (code === 0 && missing.every((need) => need.present())) return;
  }
  throw new Error(missingMessage(missing.filter((need) => !need.present())));
}

function missingMessage(missing: readonly Need[]): string {
  const purposes = missing.map((need) => need.purpose).join(', ');
  const names = missing.map((need) => debianName(need)).join(' ');
  return `This system lacks: ${purposes}. On Debian or Ubuntu run: sudo apt-get update && sudo apt-get install -y ${names}`;
}

function library(file: string, ...packages: readonly string[]): Need {
  return {
    purpose: file,
    packages,
    present: () => spawnSync('ldconfig', ['-p'], SYSTEM).stdout?.includes(file) ?? true,
  };
}

function program(name: string, ...packages: readonly string[]): Need {
  return { purpose: name, packages, present: () => has(name) };
}

// A plain user's PATH often lacks the folder ldconfig is in.
const SYSTEM = {
  encoding: 'utf8',
  env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` },
} as const;

function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], SYSTEM).status === 0;
}

function debianName({ packages }: Need): string {
  return packages.find((name) => isKnown(name)) ?? packages.at(-1) ?? '';
}

function isKnown(name: string): boolean {
  return spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;
}

/** How to run a command as root: nothing in front, `sudo -n`, or undefined when neither works. */
function rootPrefix(): readonly string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
    ? ['sudo', '-n', '-E']
    : undefined;
}

async function aptGet(
  asRoot: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const [command = 'apt-get', ...rest] = [...asRoot, 'apt-get', ...args];
  return runVisibly(command, rest, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
