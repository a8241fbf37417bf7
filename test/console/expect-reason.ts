import type { Page } from '@playwright/test';
import { expect } from './console.ts';

/** Opens the audit log and expects an entry of an action with the reason somebody gave. */
export async function expectReason(
  page: Page,
  console: string,
  action: string,
  reason: string,
): Promise<void> {
  await page.goto(`${console}/#/audit?text=${encodeURIComponent(reason)}`);
  const log = page.getByRole('grid', { name: 'Audit log' });
  await log.getByText(action, { exact: true }).click();
  const entry = page.getByRole('region', { name: action });
  await expect(entry.getByText(reason, { exact: true })).toBeVisible();
}
