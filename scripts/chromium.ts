import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A Chromium for the console tests: `SPANWARD_CHROMIUM`, the system's, or the one Playwright installed; else undefined. */
export function findChromium(): string | undefined {
  const named = process.env['SPANWARD_CHROMIUM'];
  return [...(named ? [named] : []), ...INSTALLED, chromium.executablePath()].find((path) =>
    existsSync(path),
  );
}
