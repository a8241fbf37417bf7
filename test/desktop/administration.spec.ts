import { expect } from '@playwright/test';
import {
  hideAttributes,
  inviteAndMakeRole,
  makeProjectAndKey,
  readAuditLog,
} from '../support/administer-by-keys.ts';
import { collectorReady, test } from './app.ts';

test('an instance is administered in the window, without a mouse', async ({ app }) => {
  const { page } = app;
  await collectorReady(app);
  await expect(page.getByRole('heading', { name: /^Listening on/ })).toBeVisible();
  await readAuditLog(page);
  await makeProjectAndKey(page);
  await hideAttributes(page);
  await inviteAndMakeRole(page);
});
