import { expect, it } from 'vitest';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { runCommand, serve } from '../../support/run-command.ts';

const PASSWORD = 'correct horse battery';

it('owner reset lets the owner of a running instance in with a new password, once', async () => {
  const folder = createTestFolder();
  const { ready } = await serve(folder);
  const at = ['--data-dir', folder];
  const call = (path: string, body: object) =>
    fetch(`${ready.otlpHttp}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const unnamed = await runCommand('owner', 'reset', ...at);
  expect(unnamed).toMatchObject({ code: 2, stdout: '' });
  expect(unnamed.stderr).toContain('--email');
  const named = await runCommand('owner', 'reset', '--email', 'Owner@example.org', ...at);
  expect(named.code).toBe(0);
  const [, earlier] = /#reset=(spr_[\w-]+)/.exec(named.stdout)!;
  expect(named.stdout).toContain(`${ready.console}/#reset=`);

  const { code, email } = JSON.parse((await runCommand('owner', 'reset', ...at, '--json')).stdout);
  const reset = (given: string) =>
    call('/session/reset', { code: given, password: PASSWORD }).then(({ status }) => status);
  expect(await reset(earlier!)).toBe(401);
  expect(await reset(code)).toBe(200);
  expect(await reset(code)).toBe(401);
  const signedIn = await call('/session', { email, password: PASSWORD });
  expect(await signedIn.json()).toMatchObject({ state: 'signed_in' });
  const { stdout } = await runCommand('audit', 'list', '--action', 'person.*', ...at, '--json');
  expect(stdout).toContain('person.reset_code_created');
  expect(stdout).toContain('person.password_changed');
  expect(stdout).not.toContain(code);
});

it('person list names people with their roles, for programs and for people', async () => {
  const folder = createTestFolder();
  const at = ['--data-dir', folder];
  const before = JSON.parse((await runCommand('person', 'list', ...at, '--json')).stdout);
  expect(before.people).toMatchObject([
    {
      organization: 'My organization',
      name: 'Local owner',
      email: null,
      roleName: 'Owner',
      isLocalOwner: true,
      lastSeenAt: null,
    },
  ]);
  await runCommand('owner', 'reset', '--email', 'owner@example.org', ...at);
  const { stdout } = await runCommand('person', 'list', ...at);
  const [heading, row, ...others] = stdout.trim().split('\n');
  expect(heading).toMatch(/^ORGANIZATION +NAME +E-MAIL +ROLE +LAST SEEN$/);
  expect(row).toMatch(/^My organization +Local owner +owner@example\.org +Owner +never$/);
  expect(others).toEqual([]);
});
