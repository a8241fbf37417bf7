import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkLink } from '../../../src/main/collector/audit/check-link.ts';
import { GENESIS, type Head } from '../../../src/main/collector/audit/entry.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { exportText } from '../../support/files.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { ACTOR, addProject, openTestTrail } from './open-test-trail.ts';

describe('a change and its entry', () => {
  it('are stored together, chained and sealed, from the first start on', async () => {
    const { trail, rows } = await openTestTrail();
    await addProject(trail, 'a');
    await addProject(trail, 'b');
    const entries = await rows();
    expect(entries.map((row) => [row.sequence, row.action, row.resource_id])).toEqual([
      [1, 'audit.started', null],
      [2, 'project.created', 'prj_a'],
      [3, 'project.created', 'prj_b'],
    ]);
    let before: Head = GENESIS;
    for (const row of entries) {
      expect(checkLink(row, before, trail.key)).toBeNull();
      before = row;
    }
    expect(trail.head).toEqual({ sequence: 3, hash: entries[2]!.hash });
  });

  it('are both undone when the change fails', async () => {
    const { trail, rows, catalog } = await openTestTrail();
    await addProject(trail, 'a');
    await expect(addProject(trail, 'a')).rejects.toThrow('UNIQUE');
    const failing = trail.change(ACTOR, async (tx) => {
      await tx.deleteFrom('project').execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await rows()).toHaveLength(2);
    expect(await catalog.db.selectFrom('project').selectAll().execute()).toHaveLength(1);
  });

  it('are both undone when the disk is full, which the error says; with room it goes on', async () => {
    const { trail, rows, catalog } = await openTestTrail();
    await addProject(trail, 'a');
    // The file may not grow: what SQLite answers is what it answers on a full disk.
    const pages = Number(catalog.raw.pragma('page_count', { simple: true }));
    catalog.raw.pragma(`max_page_count = ${pages}`);
    const filling = async () => {
      for (let i = 0; i < 100; i++) await addProject(trail, `${'x'.repeat(2000)}${i}`);
    };
    await expect(filling()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/disk .* is full: nothing was changed/),
    });
    const stored = await catalog.db.selectFrom('project').select('id').execute();
    expect(await rows()).toHaveLength(stored.length + 1);
    catalog.raw.pragma('max_page_count = 1000000');
    await addProject(trail, 'b');
    const head = (await rows()).at(-1)!;
    expect(trail.head).toEqual({ sequence: head.sequence, hash: head.hash });
    expect(head.resource_id).toBe('prj_b');
  });

  it('cannot be the one without the other', async () => {
    const { trail, rows, catalog } = await openTestTrail();
    const silent = trail.change(ACTOR, async (tx) => {
      await tx.insertInto('setting').values({ name: 'x', value: '1' }).execute();
      return { answer: undefined, entries: [] };
    });
    await expect(silent).rejects.toThrow('without an audit entry');
    expect(await rows()).toHaveLength(1);
    expect(await catalog.db.selectFrom('setting').selectAll().execute()).toEqual([]);
  });

  it('come one after the other however many start at once', async () => {
    const { trail, rows } = await openTestTrail();
    const names = Array.from({ length: 40 }, (_, i) => `p${i}`);
    await Promise.all(names.map((name) => addProject(trail, name)));
    const entries = await rows();
    expect(entries.map((row) => row.sequence)).toEqual(entries.map((_, i) => i + 1));
    expect(entries.slice(1).map((row) => row.resource_name ?? row.resource_id)).toEqual(
      names.map((name) => `prj_${name}`),
    );
  });

  it('keeps no field that is not on the list', async () => {
    const { trail, rows } = await openTestTrail();
    const project = { name: 'n', description: '', isDefault: false, secret: 'spw_very_secret' };
    await trail.record(ACTOR, { action: 'project.created', resource: 'project', after: project });
    expect((await rows())[1]!.after).toBe('{"name":"n","description":"","isDefault":false}');
  });
});

describe('a whole collector', () => {
  it('writes an entry for every change and export, says who and from where, and keeps no secret', async () => {
    const collector = await openTestCollector();
    const { client, url, dataDir } = collector;
    const { project, key } = await client.projects.create({ name: 'Shop', description: 'of all' });
    const admin = await client.keys.create({
      projectId: project.id,
      name: 'ops',
      scopes: ['admin'],
    });
    const rotated = await client.keys.rotate({ keyId: key.id });
    const made = await fetch(`${url}/api/v1/projects/${project.id}/keys`, {
      method: 'POST',
      headers: {
        'x-api-key': admin.secret,
        'content-type': 'application/json',
        'user-agent': 'probe/1.0',
      },
      body: JSON.stringify({ name: 'by key', kind: 'pair' }),
    });
    const pair = (await made.json()) as { id: string; secret: string };
    await client.keys.revoke({ keyId: pair.id });
    await client.keys.revoke({ keyId: pair.id });
    await client.collector.setSettings({ allowedOrigins: ['https://app.example'] });
    await client.collector.setSettings({ keylessIngest: true });
    await client.prices.set({ model: 'own-model', input: 1, output: 2 });
    await client.prices.reset({ model: 'own-model' });
    await client.prices.reset({ model: 'own-model' });
    await postTraces(url, exportRequest([{ name: 'x' }]), { 'x-api-key': rotated.key.secret });
    const filter = { user: 'somebody@example.com' };
    expect(await exportText(client, project.id, { filter })).toBe('');

    const rows = await collectRows(dataDir, () => collector.close());
    expect(rows.map((row) => row.action)).toEqual([
      'audit.started',
      'project.created',
      'project.created',
      'key.created',
      'key.created',
      'key.created',
      'key.rotated',
      'key.created',
      'key.revoked',
      'settings.changed',
      'price.changed',
      'price.reset',
      'traces.exported',
    ]);
    expect(rows[1]).toMatchObject({ actor_kind: 'system', actor_name: 'first start' });
    expect(rows[2]).toMatchObject({ actor_kind: 'local', via: 'command', project_id: project.id });
    expect(rows[7]).toMatchObject({
      actor_kind: 'key',
      actor_id: admin.id,
      actor_name: 'ops',
      via: 'rest',
      address: '127.0.0.1',
      client: 'probe/1.0',
    });
    expect(JSON.parse(rows[9]!.before!)).toEqual({ allowedOrigins: [] });
    expect(JSON.parse(rows[9]!.after!)).toEqual({ allowedOrigins: ['https://app.example'] });
    expect(JSON.parse(rows[12]!.after!)).toMatchObject({ filters: ['user'] });

    for (const file of readdirSync(dataDir)) {
      if (!statSync(join(dataDir, file)).isFile()) continue;
      const bytes = readFileSync(join(dataDir, file));
      for (const { secret } of [key, admin, rotated.key, pair]) {
        expect(bytes.includes(secret.slice(-20)), `${file} holds a secret`).toBe(false);
      }
      expect(bytes.includes('somebody@example.com'), `${file} holds what was looked for`).toBe(
        false,
      );
      expect(statSync(join(dataDir, file)).mode & 0o077, file).toBe(0);
    }
  });
});

async function collectRows(dataDir: string, close: () => Promise<void>) {
  await close();
  const { rows } = await openTestTrail(dataDir);
  return rows();
}
