import { expect, test } from './console.ts';

test.use({ ignoreHTTPSErrors: true });

test('the console works over https: sign-in, live foot, fingerprint and snippets', async ({
  page,
  start,
}) => {
  const collector = await start(undefined, ['--tls', 'self-signed']);
  expect(collector.console).toMatch(/^https:/);
  await page.goto(collector.signIn);
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: /^Listening/ })).toBeVisible();
  await expect(page.getByText('This collector made its certificate itself')).toBeVisible();
  const snippet = page.getByRole('tabpanel', { name: 'Environment variables' });
  await expect(snippet).toContainText(`OTEL_EXPORTER_OTLP_ENDPOINT=${collector.otlpHttp}`);
  await expect(snippet).toContainText('OTEL_EXPORTER_OTLP_CERTIFICATE=spanward-certificate.pem');

  await page.getByRole('button', { name: 'Send a test trace' }).click();
  await expect(page.getByRole('heading', { name: /^invoke_agent/, level: 1 })).toBeVisible();

  await page.goto(`${collector.console}#/collector`);
  await expect(page.getByRole('heading', { name: 'Certificate' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Copy fingerprint/ })).toHaveText(
    collector.tls!.fingerprint,
  );
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Certificate' })).toBeVisible();
});
