/**
 * Resolves at once, but in an end-to-end test when Playwright has attached, which is when it calls `__playwright_run`.
 *
 * Playwright hangs now and then when it attaches while a window is being made; with Electron's own launcher it holds
 * the app back in the same way, but it cannot do that to a given executable.
 */
export function testAttached(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (env['SPANWARD_WAIT_FOR_TEST'] !== '1') return Promise.resolve();
  return new Promise((resolve) => {
    Object.assign(globalThis, { __playwright_run: () => resolve() });
  });
}
