import { describe, expect, it } from 'vitest';
import { exportRequest } from '../../support/export-request.ts';
import {
  openTestCollector,
  createTestFolder,
  type TestCollector,
} from '../../support/open-test-collector.ts';
import { newTraceId } from '../../support/ids.ts';

async function openFile({ client }: TestCollector, text: string, name = 'a.jsonl') {
  const { project } = await client.files.open({ name });
  const { readingId } = await client.transfer.begin({ projectId: project.id, name });
  const bytes = new Blob([text]);
  await client.transfer.feed({ projectId: project.id, readingId, offset: 0, bytes });
  await client.transfer.finish({ projectId: project.id, readingId });
  return project.id;
}

describe('a workspace of files', () => {
  it('is read like a project, in no list of projects, and gone once it is closed', async () => {
    const collector = await openTestCollector();
    const { client } = collector;
    const traceId = newTraceId();
    const before = (await client.projects.list()).projects.map(({ id }) => id);
    const id = await openFile(collector, JSON.stringify(exportRequest([{ traceId }])));
    expect((await client.traces.list({ projectId: id })).traces).toMatchObject([{ traceId }]);
    expect((await client.projects.list()).projects.map((project) => project.id)).toEqual(before);
    const { workspaces } = await client.files.list();
    expect(workspaces).toMatchObject([
      {
        project: { id, name: 'a.jsonl', spanCount: 1 },
        files: [{ name: 'a.jsonl', isWhole: true, report: { spans: 1 } }],
      },
    ]);
    await client.files.close({ projectId: id });
    expect((await client.files.list()).workspaces).toEqual([]);
    await expect(client.traces.list({ projectId: id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('stays over a restart', async () => {
    const dataDir = createTestFolder();
    const first = await openTestCollector({ dataDir });
    const id = await openFile(first, JSON.stringify(exportRequest([{}])));
    await first.close();
    const second = await openTestCollector({ dataDir });
    expect((await second.client.files.list()).workspaces).toMatchObject([
      { project: { id, spanCount: 1 } },
    ]);
  });

  it('has no keys, members or settings, even for whoever sits at the machine', async () => {
    const collector = await openTestCollector();
    const { client } = collector;
    const id = await openFile(collector, '');
    const refused = { code: 'forbidden' };
    await expect(client.keys.create({ projectId: id, name: 'x' })).rejects.toMatchObject(refused);
    await expect(client.projects.update({ projectId: id, name: 'x' })).rejects.toMatchObject(
      refused,
    );
    const { projects } = await client.projects.list();
    await expect(client.files.close({ projectId: projects[0]!.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('goes into a project when asked: redacted there, duplicates counted, and audited', async () => {
    const collector = await openTestCollector();
    const { client } = collector;
    const projectId = (await client.projects.list()).projects[0]!.id;
    await client.redaction.set({ projectId, mode: 'on' });
    const traceId = newTraceId();
    const attributes = { mail: 'write to ann@example.com' };
    const id = await openFile(collector, JSON.stringify(exportRequest([{ traceId, attributes }])));
    const run = async () => {
      let last;
      for await (const step of await client.files.importInto({ projectId, workspaceId: id }))
        last = step;
      return last;
    };
    expect(await run()).toMatchObject({ isDone: true, report: { accepted: 1, duplicates: 0 } });
    expect(await run()).toMatchObject({ isDone: true, report: { accepted: 0, duplicates: 1 } });
    const stored = await (await client.traces.otlp({ projectId, traceId })).text();
    expect(stored).not.toContain('ann@example.com');
    const kept = await (await client.traces.otlp({ projectId: id, traceId })).text();
    expect(kept).toContain('ann@example.com');
    const { entries } = await client.audit.list({ action: 'traces.imported', projectId });
    expect(entries).toHaveLength(2);
  });
});
