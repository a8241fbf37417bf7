import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { newTraceId } from '../../support/ids.ts';

async function openWithShop() {
  const collector = await openTestCollector();
  const { client } = collector;
  const { project, key } = await client.projects.create({ name: 'Shop', description: 'Sells' });
  const traceId = newTraceId();
  const send = (spans = [{}], headers: Record<string, string> = { 'x-api-key': key.secret }) =>
    postTraces(collector.url, exportRequest(spans), headers);
  expect((await send([{ traceId }] as object[])).status).toBe(200);
  const { projects } = await client.projects.list();
  const defaultId = projects.find(({ isDefault }) => isDefault)!.id;
  return { collector, client, project, key, traceId, send, projectId: project.id, defaultId };
}

it('is renamed and described, each by itself; names stay unique, letter case ignored', async () => {
  const { client, projectId } = await openWithShop();
  expect(await client.projects.update({ projectId, name: 'Store ✓' })).toMatchObject({
    name: 'Store ✓',
    description: 'Sells',
  });
  expect(await client.projects.update({ projectId, description: '' })).toMatchObject({
    name: 'Store ✓',
    description: '',
  });
  // Its own name in other letters is no conflict; that of another project is.
  await client.projects.update({ projectId, name: 'STORE ✓' });
  await expect(
    client.projects.update({ projectId, name: 'default project' }),
  ).rejects.toMatchObject({ code: 'conflict' });
  await expect(client.projects.update({ projectId, name: ' ' })).rejects.toMatchObject({
    code: 'invalid',
  });
});

it('takes no data while it is archived and can still be read; restored, it takes data again', async () => {
  const { client, projectId, traceId, send, defaultId } = await openWithShop();
  expect((await client.projects.archive({ projectId })).archivedAt).not.toBeNull();
  const refused = await send();
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain('is archived');
  await expect(client.collector.sendTestTrace({ projectId })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect((await client.traces.list({ projectId })).traces[0]!.traceId).toBe(traceId);
  // A new name is in the answer at once.
  await client.projects.update({ projectId, name: 'Old shop' });
  expect(await (await send()).text()).toContain('Old shop');
  expect((await client.projects.restore({ projectId })).archivedAt).toBeNull();
  expect((await send()).status).toBe(200);
  await expect(client.projects.archive({ projectId: defaultId })).rejects.toMatchObject({
    code: 'conflict',
  });
});

it('stays archived over a restart', async () => {
  const { collector, client, projectId, key } = await openWithShop();
  await client.projects.archive({ projectId });
  await collector.close();
  const again = await openTestCollector({ dataDir: collector.dataDir });
  const answer = await postTraces(again.url, exportRequest([{}]), { 'x-api-key': key.secret });
  expect(answer.status).toBe(403);
});

it('is deleted with everything in it: files, open files, rows, keys, answers', async () => {
  const { collector, client, projectId, traceId, send, defaultId } = await openWithShop();
  await send([{ traceId }] as object[]);
  const contents = await client.projects.contents({ projectId });
  expect(contents).toMatchObject({ spans: 2, logs: 0, metrics: 0, keys: 1 });
  expect(contents.bytes).toBeGreaterThan(0);
  // Readers hold its files open and its index in memory.
  await client.traces.list({ projectId });
  await client.traces.open({ projectId, traceId });
  await expect(client.projects.delete({ projectId, confirm: 'shop' })).rejects.toMatchObject({
    code: 'invalid',
  });
  expect((await send()).status).toBe(200);
  await client.keys.create({ projectId, name: 'ends soon', expiresInSeconds: 3600 });
  expect((await client.collector.status()).expiringKeys).toBe(1);
  const { deleted } = await client.projects.delete({ projectId, confirm: 'Shop' });
  expect(deleted).toMatchObject({ spans: 3, keys: 2 });
  expect((await client.collector.status()).expiringKeys).toBe(0);
  expect(existsSync(join(collector.dataDir, 'projects', projectId))).toBe(false);
  expect(openFilesWith(projectId)).toEqual([]);
  expect((await send()).status).toBe(401);
  for (const call of [
    client.projects.get({ projectId }),
    client.traces.list({ projectId }),
    client.keys.create({ projectId }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'not_found' });
  }
  expect((await client.projects.list()).projects.map(({ id }) => id)).toEqual([defaultId]);
  // Its name is free.
  await client.projects.create({ name: 'Shop' });
  await expect(
    client.projects.delete({ projectId: defaultId, confirm: 'Default Project' }),
  ).rejects.toMatchObject({ code: 'conflict' });
});

it('is deleted while data streams in: each request is stored or refused, and no file comes back', async () => {
  const { collector, client, projectId, send } = await openWithShop();
  const answers: number[] = [];
  const stop = new AbortController();
  const senders = Array.from({ length: 4 }, async () => {
    while (!stop.signal.aborted) answers.push((await send([{}, {}])).status);
  });
  await expect.poll(() => answers.length).toBeGreaterThan(20);
  await client.projects.delete({ projectId, confirm: 'Shop' });
  const before = answers.length;
  await expect.poll(() => answers.length).toBeGreaterThan(before + 10);
  stop.abort();
  await Promise.all(senders);
  expect(answers.filter((status) => ![200, 401, 403, 404].includes(status))).toEqual([]);
  expect(answers.slice(-5)).toEqual([401, 401, 401, 401, 401]);
  expect(existsSync(join(collector.dataDir, 'projects', projectId))).toBe(false);
  expect(collector.log.lines.filter((line) => line.includes('unreadable'))).toEqual([]);
});

/** Files under a folder that this process holds open, removed ones included; only where the system tells. */
function openFilesWith(part: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.includes(part) ? [target] : [];
    } catch {
      // Closed since it was listed.
      return [];
    }
  });
}
