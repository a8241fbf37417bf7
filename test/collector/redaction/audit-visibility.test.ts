import { expect, test } from 'vitest';
import type { Client } from '../../../src/main/headless/connect.ts';
import type { AttributeScope } from '../../../src/shared/visibility.ts';
import { exportRequest } from '../../support/export-request.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';

async function open() {
  const people = await openWithPeople();
  const { owner, organizationId } = people;
  const { id: projectId } = (await owner.projects.create({ name: 'Shop' })).project;
  await owner.redaction.set({ projectId, mode: 'on' });
  const spans = [
    { attributes: { 'patient.contact': 'ada@corp.io', 'client.address': '8.8.4.4' } },
    { attributes: { 'patient.contact': 'eve@corp.io' } },
  ];
  const file = new Blob([JSON.stringify(exportRequest(spans))]);
  await owner.transfer.importFile({ projectId, file });
  const { client: admin } = await addPerson(people, organizationId, {
    email: 'admin@example.org',
    project: { projectId, roleId: 'project_admin' },
  });
  const hide = (pattern: string, scopes: AttributeScope[]) =>
    owner.visibility.create({
      projectId,
      pattern,
      match: 'exact',
      scopes,
      hide: 'key',
      visibleTo: ['project_owner'],
      note: '',
    });
  return { owner, admin: admin as unknown as Client, projectId, hide };
}

test('who may not know of an attribute finds it in no row, sum or file of the redaction audit', async () => {
  const { owner, admin, projectId, hide } = await open();
  const toldOf = async (client: Client) => ({
    rows: (await client.redaction.audit({ projectId })).rows,
    sums: await client.redaction.summary({ projectId }),
    files: await Promise.all(
      (['csv', 'json'] as const).map(async (format) =>
        (await client.redaction.auditFile({ projectId, format })).text(),
      ),
    ),
  });
  const whole = await toldOf(admin);
  expect(whole).toEqual(await toldOf(owner as unknown as Client));
  expect(whole.sums).toMatchObject({ total: 3, leavesOutHidden: false });

  await hide('patient.contact', ['span']);
  const seen = await toldOf(admin);
  expect(JSON.stringify(seen)).not.toContain('patient.contact');
  expect(seen.rows).toMatchObject([{ key: 'client.address', count: 1 }]);
  expect(seen.sums).toMatchObject({
    total: 1,
    buckets: [{ counts: { IP: 1 } }],
    types: [{ name: 'IP', count: 1 }],
    keys: [{ name: 'client.address', count: 1 }],
    leavesOutHidden: true,
  });
  expect((await admin.redaction.audit({ projectId, key: 'patient.contact' })).rows).toEqual([]);
  expect(await toldOf(owner as unknown as Client)).toEqual(whole);
});

test('a service that is hidden is in no row, and refused as a filter', async () => {
  const { owner, admin, projectId, hide } = await open();
  const { service } = (await owner.redaction.audit({ projectId })).rows[0]!;
  await hide('service.name', ['resource']);
  const { rows } = await admin.redaction.audit({ projectId });
  expect(rows.map((row) => row.service)).toEqual(['', '']);
  expect(await admin.redaction.summary({ projectId })).toMatchObject({ total: 3, services: [] });
  for (const call of [
    admin.redaction.audit({ projectId, service }),
    admin.redaction.summary({ projectId, service }),
    admin.redaction.auditFile({ projectId, service, format: 'csv' }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'forbidden' });
  }
});
