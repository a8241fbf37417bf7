import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './scripts/chromium.ts';

const chromium = findChromium();
// Every test starts a collector of its own, from the same build: keyed by content, compiled once.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

export default defineConfig({
  outputDir: 'test-results/playwright',
  // Generous: they end at once when all is well, and a machine busy with other things is no failure.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Two cores: two browsers, or a browser and an app; more make timings worse, not the run faster.
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  projects: [
    // First, as an app is tested alone: the browsers take what it leaves, and both cores after it.
    { name: 'desktop', testDir: 'test/desktop', workers: 1 },
    {
      name: 'console',
      testDir: 'test/console',
      use: {
        browserName: 'chromium',
        screenshot: 'only-on-failure',
        launchOptions: {
          ...(chromium === undefined ? {} : { executablePath: chromium }),
          args: chromiumArguments(),
        },
      },
    },
    { name: 'package', testDir: 'test/package', workers: 1, timeout: 480_000 },
  ],
});
