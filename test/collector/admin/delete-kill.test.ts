import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openCatalog } from '../../../src/main/collector/catalog/open-catalog.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { preparedFolder } from '../../support/prepared-folder.ts';
import { runAndKill } from '../../support/run-and-kill.ts';

const CHILD = fileURLToPath(new URL('./delete-kill-child.ts', import.meta.url));
/** Ends the child this long after it began to delete, ms; the last one after it said it was done. */
const MOMENTS = [0, 3, 8, 20, Infinity];

/** A folder with a project that has some spans, and a key of it. */
const filledFolder = preparedFolder(async (dataDir) => {
  const { client, url, close } = await openTestCollector({ dataDir });
  const { project, key } = await client.projects.create({ name: 'Shop' });
  await postTraces(url, exportRequest([{}, {}, {}]), { 'x-api-key': key.secret });
  await close();
  return { project, key };
});

/** Whether the child said that the project was deleted before it was killed. */
async function deleteAndKill(
  dataDir: string,
  projectId: string,
  afterMs: number,
): Promise<boolean> {
  const text = await runAndKill(CHILD, [dataDir, projectId, 'Shop'], (soFar, kill) => {
    if (soFar.includes('deleted') || afterMs === 0) kill();
    else if (Number.isFinite(afterMs)) setTimeout(kill, afterMs);
  });
  return text.includes('deleted');
}

it.each(MOMENTS)(
  'killed %s ms into a deletion, the project is whole or goes with the next start',
  async (afterMs) => {
    const { dataDir, project, key } = await filledFolder();
    const said = await deleteAndKill(dataDir, project.id, afterMs);
    const next = await openTestCollector({ dataDir });
    const { projects } = await next.client.projects.list();
    const left = projects.find(({ id }) => id === project.id);
    expect(existsSync(join(dataDir, 'projects', project.id))).toBe(left !== undefined);
    if (left === undefined) {
      const answer = await postTraces(next.url, exportRequest([{}]), { 'x-api-key': key.secret });
      expect(answer.status).toBe(401);
    } else {
      expect(said).toBe(false);
      expect(left).toMatchObject({ name: 'Shop', spanCount: 3, keyCount: 1 });
    }
  },
);

it('goes on with a deletion that was begun and of which some files are left', async () => {
  const dataDir = createTestFolder();
  const id = 'prj_000000000abc';
  await (await openTestCollector({ dataDir })).close();
  const catalog = await openCatalog(dataDir);
  await catalog.writer
    .insertInto('project')
    .columns(['id', 'organization_id', 'name', 'description', 'created_ms', 'deleting_ms'])
    .expression(({ selectFrom, val }) =>
      selectFrom('organization').select([
        val(id).as('project_id'),
        'id',
        val(id).as('name'),
        val('').as('description'),
        val(1).as('created_ms'),
        val(2).as('deleting_ms'),
      ]),
    )
    .execute();
  const removed = { traces: 2, spans: 7, logs: 0, metrics: 0 };
  await catalog.writer
    .insertInto('deletion')
    .values({ id: 'del_1', project_id: id, selection: '{"traceIds":""}', created_ms: 1 })
    .execute();
  await catalog.writer
    .insertInto('deletion_progress')
    .values({ deletion_id: 'del_1', progress: JSON.stringify({ removed }) })
    .execute();
  await catalog.close();
  const folder = join(dataDir, 'projects', id, 'logs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '2026-01-01.db-wal'), 'left over');
  const { client } = await openTestCollector({ dataDir });
  expect(existsSync(join(dataDir, 'projects', id))).toBe(false);
  await expect(client.projects.get({ projectId: id })).rejects.toMatchObject({ code: 'not_found' });
  // A deletion of traces that was under way has an end too.
  const { entries } = await client.audit.list({ action: 'traces.*' });
  expect(entries).toMatchObject([{ action: 'traces.deletion_stopped', after: removed }]);
});
