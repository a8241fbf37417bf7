import { join } from 'node:path';
import { hasDisplay } from './display.ts';
import { electronRuntime } from './electron-runtime.ts';
import { CHECKOUT } from './runtime/cache-folder.ts';
import { run, runVisibly } from './runtime/run.ts';
import { sandboxAdvice } from './sandbox.ts';
import { ensureSystemPackages } from './system-packages.ts';

// `npm start`: builds and opens the app; where there is no display, the headless collector.

const say = (line: string) => console.error(line);
const bin = (name: string) => join(CHECKOUT, 'node_modules/.bin', name);
const appArgs = process.argv.slice(2);
/** Keeps Chromium's complaints about a missing session bus or GPU, which change nothing, off the terminal. */
const QUIET = '--log-level=3';

async function start(): Promise<number> {
  say('Building: some seconds.');
  await run(bin('electron-vite'), ['build', '--logLevel', 'warn'], {
    cwd: CHECKOUT,
    shell: process.platform === 'win32',
  });
  if (!hasDisplay()) {
    say('No display here: starting the collector without a window. Stop it with Ctrl+C.');
    return runVisibly(process.execPath, [
      join(CHECKOUT, 'out/main/spanward.js'),
      'serve',
      ...appArgs,
    ]);
  }
  await ensureSystemPackages('window', say);
  const runtime = await electronRuntime(say);
  say('Opening the window. Quit the app, or press Ctrl+C here, to stop.');
  const code = await runVisibly(runtime.executable, [...runtime.args, QUIET, ...appArgs], {
    cwd: CHECKOUT,
    env: { ...process.env, ...runtime.env },
  });
  // Asked only now: a profile of the system may let this one program do what `unshare` may not.
  const advice = code === 0 ? undefined : sandboxAdvice(runtime.executable);
  if (advice !== undefined) say(advice);
  return code;
}

// Ctrl+C reaches the child too; it stops cleanly and its code becomes ours.
process.on('SIGINT', () => {});
try {
  process.exitCode = await start();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
