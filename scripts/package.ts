import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { electronRuntime, type ElectronRuntime } from './electron-runtime.ts';
import { CHECKOUT } from './runtime/cache-folder.ts';
import { fallbackDistribution } from './runtime/fallback.ts';
import { run, runVisibly } from './runtime/run.ts';

// `npm run package [-- --dir] [--output DIR]`: installers where Electron's binary and the tools can be had, else the
// unpacked app and a tar.gz of it. SPANWARD_INSPECT=1 leaves the inspector on, for end-to-end tests.

const say = (line: string) => console.error(line);
const bin = (name: string) => join(CHECKOUT, 'node_modules/.bin', name);
const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    output: { type: 'string', default: 'dist' },
  },
});

async function packageApp(): Promise<number> {
  const shell = process.platform === 'win32';
  say('Building: some seconds.');
  await run(bin('electron-vite'), ['build', '--logLevel', 'warn'], { cwd: CHECKOUT, shell });
  const runtime = await electronRuntime(say);
  const settings = await builderSettings(runtime);
  if (runtime.supported && !values.dir) {
    const code = await runVisibly(bin('electron-builder'), settings, { cwd: CHECKOUT, shell });
    if (code === 0) return 0;
    say('The installers could not be made (above is why): making the unpacked app alone.');
  }
  const code = await runVisibly(bin('electron-builder'), ['--dir', ...settings], {
    cwd: CHECKOUT,
    shell,
  });
  if (code !== 0 || process.platform !== 'linux') return code;
  const unpacked = join(CHECKOUT, values.output, 'linux-unpacked');
  await fitAddon(runtime, unpacked);
  if (!values.dir) say(`Made ${await tarball(runtime, unpacked)}`);
  return 0;
}

async function builderSettings(runtime: ElectronRuntime): Promise<string[]> {
  const distribution = runtime.supported
    ? dirname(runtime.executable)
    : await fallbackDistribution(say);
  return [
    '--publish=never',
    `-c.electronDist=${distribution}`,
    `-c.electronVersion=${runtime.version}`,
    `-c.directories.output=${values.output}`,
    ...(process.env['SPANWARD_INSPECT'] === '1'
      ? ['-c.electronFuses.enableNodeCliInspectArguments=true']
      : []),
  ];
}

/** An Electron too old for the prebuilt addon gets the one compiled for it. */
async function fitAddon(runtime: ElectronRuntime, unpacked: string): Promise<void> {
  const addon = runtime.env['SPANWARD_SQLITE_BINDING'];
  if (addon === undefined) return;
  const prebuilds = join(
    unpacked,
    'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds',
  );
  const name = `${process.platform}-${process.arch}.node`;
  if (!existsSync(join(prebuilds, name))) throw new Error(`${prebuilds} lacks ${name}.`);
  copyFileSync(addon, join(prebuilds, name));
}

async function tarball(runtime: ElectronRuntime, unpacked: string): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8'));
  // The name says what must not be published.
  const kind = runtime.supported ? '' : '-development';
  const name = `spanward-${version}-linux-${process.arch}${kind}`;
  const file = join(dirname(unpacked), `${name}.tar.gz`);
  await run('tar', [
    '-czf',
    file,
    '--transform',
    `s/^linux-unpacked/${name}/`,
    '-C',
    dirname(unpacked),
    'linux-unpacked',
  ]);
  return file;
}

try {
  process.exitCode = await packageApp();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
