import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { newTraceId } from '../../support/ids.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { addProject, openTestTrail } from '../audit/open-test-trail.ts';
import { filesHolding } from './grep-folder.ts';

const PERSON = 'u-"forgotten"-ü17';

test('a deletion by attribute tells where else its value stands, and once that is gone no file holds it', async () => {
  const dataDir = createTestFolder();
  const first = await openTestCollector({ dataDir });
  const { client, url } = first;
  const { id: projectId, name: confirm } = (await client.projects.list()).projects[0]!;
  const [theirs, others] = [newTraceId(), newTraceId()];
  await postTraces(
    url,
    exportRequest([{ traceId: theirs, attributes: { 'user.id': PERSON } }, { traceId: others }]),
  );
  const target = { kind: 'attribute', key: 'user.id', value: PERSON } as const;
  expect(await client.retention.countDeletion({ projectId, target })).not.toHaveProperty(
    'mentions',
  );
  const query = `attributes["user.id"] = ${JSON.stringify(PERSON)}`;
  const { id: filterId } = await client.savedFilters.save({ projectId, name: 'one', query });
  const say = (traceId: string) =>
    client.annotations.addNote({ projectId, traceId, text: `As ${PERSON} said.` });
  await say(theirs);
  const note = await say(others);
  const mentions = {
    savedFilters: 1,
    annotations: 1,
    auditEntries: 0,
    settings: 0,
    copies: [],
  };
  const counted = await client.retention.countDeletion({ projectId, target });
  expect(counted.mentions).toEqual(mentions);
  // An update leaves a copy of the catalog as it was.
  const catalog = new Database(join(dataDir, 'catalog.db'));
  await catalog.backup(join(dataDir, 'catalog.db.v16.backup'));
  catalog.close();
  const { deleted } = await client.retention.delete({ projectId, target, confirm });
  expect(deleted).toEqual({
    traces: 1,
    spans: 1,
    logs: 0,
    metrics: 0,
    mentions: { ...mentions, copies: ['catalog.db.v16.backup'] },
  });
  await client.savedFilters.remove({ projectId, filterId });
  await client.annotations.deleteNote({ projectId, noteId: note.id });
  const left = await client.retention.countDeletion({ projectId, target });
  expect(left.mentions).toMatchObject({ savedFilters: 0, annotations: 0 });
  await first.close();
  expect(filesHolding(dataDir, 'forgotten')).toEqual([join(dataDir, 'catalog.db.v16.backup')]);
});

test('others have their turn while it is looked where a value stands', async () => {
  const { catalog, trail } = await openTestTrail();
  await addProject(trail, 'shop');
  const project_id = 'prj_shop';
  const author = { author_kind: 'local', author_id: '', author_name: '' } as const;
  const row = { project_id, span_id: '', text: `of ${PERSON}`, created_ms: 1, ...author };
  const notes = Array.from({ length: 2_000 }, (_, n) => ({
    ...row,
    id: `not_${n}`,
    trace_id: n < 3 ? 'gone' : newTraceId(),
  }));
  await catalog.writer.insertInto('trace_note').values(notes).execute();
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const { rows } = await catalog.findMentions(project_id, PERSON, new Set(['gone']));
  clearImmediate(next);
  expect([...rows]).toEqual([['trace_note', 1_997]]);
  expect(turns).toBeGreaterThan(2);
});

test('a value that stands in the reason of a change is told with the audit log', async () => {
  const { client } = await openTestCollector();
  const { id: projectId } = (await client.projects.list()).projects[0]!;
  await client.retention.set(
    { projectId, traces: { days: 400 } },
    { context: { reason: `asked for by ${PERSON}` } },
  );
  const target = { kind: 'attribute', key: 'user.id', value: PERSON } as const;
  const { mentions } = await client.retention.countDeletion({ projectId, target });
  expect(mentions).toMatchObject({ auditEntries: 1, savedFilters: 0 });
});
