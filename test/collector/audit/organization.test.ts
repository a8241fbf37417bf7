import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addPerson, openWithPeople, PASSWORD } from '../../support/people.ts';

/** Two organizations, each with an owner of its own who is nobody elsewhere. */
async function openWithTwo() {
  const world = await openWithPeople();
  const { owner, organizationId } = world;
  const other = await owner.organizations.create({ name: 'Other' });
  const boss = await addPerson(world, organizationId, {
    email: 'boss@example.org',
    roleId: 'organization_owner',
  });
  const eve = await addPerson(world, other.id, {
    email: 'eve@example.org',
    roleId: 'organization_owner',
  });
  return { ...world, other, boss, eve };
}

describe('the audit log of an organization', () => {
  it('is open to its owners: itself, its projects (deleted ones too), people, roles, sessions; nothing else', async () => {
    const { owner, organizationId, other, boss, eve } = await openWithTwo();
    const { project } = await boss.client.projects.create({
      organizationId,
      name: 'Shop',
      description: '',
    });
    await boss.client.projects.delete({ projectId: project.id, confirm: 'Shop' });
    await boss.client.roles.create({
      organizationId,
      scope: 'project',
      name: 'Auditor',
      permissions: ['audit:read'],
    });
    await boss.client.session.changePassword({ current: PASSWORD, password: 'a new password' });
    await eve.client.organizations.update({ organizationId: other.id, name: 'Elsewhere' });
    await owner.collector.setSettings({ auditRetentionDays: 400 });

    const { entries } = await boss.client.audit.list({ organizationId, limit: 200 });
    const seen = new Set(entries.map(({ action }) => action));
    for (const action of [
      'project.created',
      'project.deleted',
      'key.created',
      'role.created',
      'person.joined',
      'person.password_changed',
      'session.started',
      'invitation.created',
      'audit.read',
    ] as const) {
      expect(seen).toContain(action);
    }
    expect(seen).not.toContain('settings.changed');
    expect(entries.filter((entry) => entry.organizationId === other.id)).toEqual([]);
    expect(JSON.stringify(entries)).not.toMatch(/Elsewhere|eve@/);

    const refused = { code: 'forbidden' };
    await expect(boss.client.audit.list({})).rejects.toMatchObject(refused);
    await expect(boss.client.audit.list({ organizationId: other.id })).rejects.toMatchObject(
      refused,
    );
  });

  it('is not open to its members, nor to project owners', async () => {
    const world = await openWithTwo();
    const { organizationId, boss } = world;
    const { project } = await boss.client.projects.create({
      organizationId,
      name: 'Shop',
      description: '',
    });
    const ann = await addPerson(world, organizationId, {
      email: 'ann@example.org',
      project: { projectId: project.id, roleId: 'project_owner' },
    });
    await expect(ann.client.audit.list({ organizationId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { entries, kept } = await ann.client.audit.list({ projectId: project.id });
    expect(entries.length).toBeGreaterThan(0);
    // How many entries the others have is not told.
    expect(kept).toBeNull();
  });
});

describe('GET /api/v1/audit/export', () => {
  it.each(['json', 'ndjson', 'csv'] as const)(
    'answers %s with a signature that is checked offline, and leaves nothing behind',
    async (format) => {
      const { collector, organizationId, boss } = await openWithTwo();
      const headers = { authorization: `Bearer ${boss.token}` };
      const query = `format=${format}&organizationId=${organizationId}&action=person.*`;
      const answer = await fetch(`${collector.url}/api/v1/audit/export?${query}`, { headers });
      expect(answer.status).toBe(200);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(bytes.toString()).toContain('person.joined');
      expect(bytes.toString()).not.toContain('organization.created');
      const key = await fetch(`${collector.url}/api/v1/audit/public-key`, { headers });
      const { pem, fingerprint } = (await key.json()) as { pem: string; fingerprint: string };
      const signature = Buffer.from(answer.headers.get('x-spanward-signature')!, 'base64');
      const digest = createHash('sha256').update(bytes).digest();
      expect(verify(null, digest, createPublicKey(pem), signature)).toBe(true);
      expect(answer.headers.get('x-spanward-key-fingerprint')).toBe(fingerprint);
      expect(answer.headers.get('content-length')).toBe(String(bytes.length));
      expect(answer.headers.get('content-digest')).toContain(digest.toString('base64'));
      const folder = join(collector.dataDir, 'export.tmp');
      await expect.poll(() => !existsSync(folder) || readdirSync(folder).length === 0).toBe(true);
    },
  );

  it('is refused without a key, for another organization, and with a wrong format', async () => {
    const { collector, owner, boss, other } = await openWithTwo();
    const get = (query: string, token = boss.token) =>
      fetch(`${collector.url}/api/v1/audit/export?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await get('', 'sps_nobody')).status).toBe(401);
    expect((await get('')).status).toBe(403);
    const { project } = await owner.projects.create({ name: 'Keyed' });
    const { secret } = await owner.keys.create({ projectId: project.id, scopes: ['admin'] });
    const unnamed = await get('', secret);
    expect([unnamed.status, await unnamed.json()]).toEqual([
      403,
      expect.objectContaining({ message: expect.stringContaining('name it with "projectId"') }),
    ]);
    expect((await get(`projectId=${project.id}`, secret)).status).toBe(200);
    expect((await get(`organizationId=${other.id}`)).status).toBe(403);
    const wrong = await get(
      `organizationId=${(await boss.client.session.me()).organizations[0]!.id}&format=xml`,
    );
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ code: 'invalid' });
  });
});
