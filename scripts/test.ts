import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openVirtualDisplay } from './display.ts';
import { electronRuntime } from './electron-runtime.ts';
import { playwrightFailures, vitestFailures } from './failures.ts';
import { CHECKOUT } from './runtime/cache-folder.ts';
import { runVisibly } from './runtime/run.ts';
import { runtimeCrash } from './runtime-crash.ts';
import { ensureSystemPackages } from './system-packages.ts';
import { countExit, countPlaywright, countVitest, type Counts, sum } from './test-counts.ts';

// `npm test`: every check and every test, in steps; a failed phase does not stop the later ones.

const say = (line: string) => console.error(line);
const reports = join(CHECKOUT, 'test-results');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');
/** Where `test/package` looks for the packaged app. */
const packaged = join(reports, 'package');

interface Phase {
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

/** Phases of one step run beside each other: neither types nor the build use both cores all the time. */
const steps: readonly (readonly Phase[])[] = [
  [check('lint', 'oxlint'), check('format', 'oxfmt', '--check')],
  [{ name: 'system packages', run: installSystemPackages }],
  [check('types', 'tsc', '-b'), { name: 'build', run: build }],
  [{ name: 'unit, architecture, contract, collector, faults, clients', run: vitest }],
  [{ name: 'console and desktop', run: playwright }],
];

function check(name: string, command: string, ...args: readonly string[]): Phase {
  return { name, run: async () => countExit(await tool(command, args)) };
}

async function installSystemPackages(): Promise<Counts> {
  await ensureSystemPackages('tests', say);
  return countExit(0);
}

/** Builds `out/`, and where the packaged app is tested packages it, which begins with the same build. */
async function build(): Promise<Counts> {
  if (process.platform !== 'linux') {
    return countExit(await tool('electron-vite', ['build', '--logLevel', 'warn']));
  }
  // The inspector stays on for Playwright.
  const env = { ...process.env, SPANWARD_INSPECT: '1' };
  const args = ['scripts/package.ts', '--dir', '--output', relative(CHECKOUT, packaged)];
  return countExit(await runVisibly(process.execPath, args, { cwd: CHECKOUT, env }));
}

async function vitest(): Promise<Counts> {
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  ];
  let output = '';
  const code = await tool('vitest', args, {}, (text) => (output += text));
  const crash = runtimeCrash(vitestReport, output);
  if (crash === undefined) return countVitest(vitestReport, code);
  say(`V8 lost a code page and died in ${crash.files.join(', ')}. Once more, from the start:`);
  const again = countVitest(vitestReport, await tool('vitest', [...args, ...crash.files]));
  return { passed: crash.passed + again.passed, failed: again.failed };
}

async function playwright(): Promise<Counts> {
  const runtime = await electronRuntime(say);
  const display = process.platform === 'linux' ? await openVirtualDisplay() : undefined;
  try {
    const code = await tool('playwright', ['test', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
      SPANWARD_ELECTRON: JSON.stringify(runtime),
      SPANWARD_PACKAGED: packaged,
      ...(display === undefined ? {} : { DISPLAY: display.name }),
    });
    return countPlaywright(playwrightReport, code);
  } finally {
    display?.close();
  }
}

async function tool(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  heard?: (text: string) => void,
): Promise<number> {
  const options = {
    cwd: CHECKOUT,
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  };
  return runVisibly(join(CHECKOUT, 'node_modules/.bin', name), args, options, heard);
}

async function runPhase({ name, run }: Phase): Promise<Counts> {
  const start = performance.now();
  say(`\n== ${name}`);
  let counts: Counts;
  try {
    counts = await run();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    counts = { passed: 0, failed: 1 };
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`== ${name}: ${counts.failed === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
  return counts;
}

// Counts of an earlier run must not be taken for this one's.
rmSync(vitestReport, { force: true });
rmSync(playwrightReport, { force: true });
rmSync(packaged, { recursive: true, force: true });
const results: Counts[] = [];
for (const phases of steps) results.push(...(await Promise.all(phases.map(runPhase))));
const { passed, failed } = sum(results);
// Once more at the end: between thousands of lines nobody finds the one that matters.
for (const failure of [...vitestFailures(vitestReport), ...playwrightFailures(playwrightReport)]) {
  console.log(`\nFAILED ${failure}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
