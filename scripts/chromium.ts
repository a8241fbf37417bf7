import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const INSTALLED = [
  // Without the frame of a window, which no test sees: a seventh less work than the whole browser.
  '/usr/bin/chromium-headless-shell',
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

/**
 * Features of the browser that tests do without. A second `--disable-features` takes the place of Playwright's own, so
 * Playwright's stand here too.
 */
const WITHOUT = [
  // What pops up under the address bar: two pages for each window, which take as long to start as the console does.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  // Playwright's, of version 1.65.
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
];

/** What to start the browser of the console tests with, besides Playwright's own. */
export function chromiumArguments(): string[] {
  return [
    `--disable-features=${WITHOUT.join(',')}`,
    // Chromium's sandbox does not start for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}
