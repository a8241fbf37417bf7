import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  annotatedPages,
  removeAnnotations,
} from '../../../src/main/collector/annotations/remove-annotations.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { ACTOR, addProject, openTestTrail } from '../audit/open-test-trail.ts';
import { filesHolding } from '../retention/grep-folder.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

async function open() {
  const world = await openWithPeople();
  const { collector, owner, organizationId } = world;
  const { project, key } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const send = async (...traceIds: string[]) => {
    const spans = traceIds.map((traceId) => ({ traceId, startMs: world.clock.now() }));
    const headers = { 'x-api-key': key.secret };
    expect((await postTraces(collector.url, exportRequest(spans), headers)).status).toBe(200);
  };
  const join = async (email: string, roleId: string) =>
    (await addPerson(world, organizationId, { email, project: { projectId, roleId } })).client;
  const traceId = newTraceId();
  await send(traceId);
  return { ...world, projectId, traceId, send, join };
}

test('pins, tags, notes and scores are read back as they were given, by trace and span', async () => {
  const { owner, projectId, traceId } = await open();
  const spanId = newSpanId();
  const { annotations } = owner;
  expect(await annotations.pin({ projectId, traceIds: [traceId, traceId], pinned: true })).toEqual({
    changed: 1,
  });
  expect(await annotations.pin({ projectId, traceIds: [traceId], pinned: true })).toEqual({
    changed: 0,
  });
  await annotations.tag({ projectId, traceIds: [traceId], add: [' Prüfen 🧪 ', 'bug', 'bug'] });
  await annotations.tag({ projectId, traceIds: [traceId], spanId, add: ['slow'] });
  const text = `# Why\n\n<script>alert(1)</script> ${'ü'.repeat(10_000)}`;
  const note = await annotations.addNote({ projectId, traceId, spanId, text });
  expect(note).toMatchObject({ text, spanId, own: true, editedAt: null });
  const { scores } = await annotations.score({
    projectId,
    scores: [
      { traceId, name: 'helpful', value: 0.25, comment: 'short' },
      { traceId, name: 'safe', value: false },
      { traceId, spanId, name: 'tone', value: 'kind' },
    ],
  });
  expect(scores.map(({ value }) => value)).toEqual([0.25, false, 'kind']);
  const all = await annotations.get({ projectId, traceId });
  expect(all).toMatchObject({ pin: { author: { kind: 'local' } }, notes: [note], scores });
  expect(all.tags.map(({ name, spanId: of }) => [name, of])).toEqual(
    expect.arrayContaining([
      ['Prüfen 🧪', null],
      ['bug', null],
      ['slow', spanId],
    ]),
  );
  const { traces, total } = await annotations.find({ projectId, filter: { tag: 'slow' } });
  expect({ traces, total }).toMatchObject({
    total: 1,
    traces: [{ traceId, pinned: true, notes: 1, scores: 3 }],
  });
  expect(traces[0]!.tags.toSorted()).toEqual(['Prüfen 🧪', 'bug', 'slow']);
});

test('of a score that is replaced and a tag that is taken off no byte is left, in the log of the catalog neither', async () => {
  const { owner, projectId, traceId, collector } = await open();
  const { annotations } = owner;
  for (const comment of ['word-of-before', 'word-of-now']) {
    const score = { traceId, name: 'helpful', value: 1, comment };
    await annotations.score({ projectId, scores: [score] });
  }
  const traceIds = [traceId];
  await annotations.tag({ projectId, traceIds, add: ['tag-of-before', 'tag-of-now'] });
  await annotations.tag({ projectId, traceIds, remove: ['tag-of-before'] });
  for (const gone of ['word-of-before', 'tag-of-before']) {
    expect(filesHolding(collector.dataDir, gone)).toEqual([]);
  }
  for (const kept of ['word-of-now', 'tag-of-now']) {
    expect(filesHolding(collector.dataDir, kept)).not.toEqual([]);
  }
});

test('who scores again replaces the score; another author has one of their own', async () => {
  const { owner, projectId, traceId, join } = await open();
  const member = await join('mia@example.org', 'project_member');
  const give = (client: typeof member, value: number) =>
    client.annotations.score({ projectId, scores: [{ traceId, name: 'helpful', value }] });
  const first = await give(owner, 1);
  const again = await give(owner, 2);
  expect(again.scores[0]!.id).toBe(first.scores[0]!.id);
  await give(member, 3);
  const { scores } = await member.annotations.get({ projectId, traceId });
  expect(scores.map(({ value, own }) => [value, own]).toSorted()).toEqual([
    [2, false],
    [3, true],
  ]);
});

test('authors change and delete their own; who may delete traces deletes anybody’s; readers nothing', async () => {
  const { owner, projectId, traceId, join, collector } = await open();
  const mia = await join('mia@example.org', 'project_member');
  const noa = await join('noa@example.org', 'project_member');
  const reader = await join('rea@example.org', 'project_read_only');
  const written = { projectId, traceId, text: 'first-text-of-mia' };
  const { id: noteId } = await mia.annotations.addNote(written);
  const forbidden = { code: 'forbidden' };
  const text = 'second-text';
  await expect(noa.annotations.editNote({ projectId, noteId, text })).rejects.toMatchObject(
    forbidden,
  );
  await expect(owner.annotations.editNote({ projectId, noteId, text })).rejects.toMatchObject(
    forbidden,
  );
  await expect(noa.annotations.deleteNote({ projectId, noteId })).rejects.toMatchObject(forbidden);
  expect(await mia.annotations.editNote({ projectId, noteId, text })).toMatchObject({
    text,
    author: { kind: 'person', name: 'mia' },
    editedAt: expect.any(String),
  });
  expect(filesHolding(collector.dataDir, 'first-text-of-mia')).toEqual([]);
  expect((await reader.annotations.get({ projectId, traceId })).notes).toMatchObject([
    { text, own: false },
  ]);
  await expect(reader.annotations.addNote(written)).rejects.toMatchObject(forbidden);
  await expect(
    reader.annotations.pin({ projectId, traceIds: [traceId], pinned: true }),
  ).rejects.toMatchObject(forbidden);
  await owner.annotations.deleteNote({ projectId, noteId });
  expect((await mia.annotations.get({ projectId, traceId })).notes).toEqual([]);
  for (const gone of ['first-text-of-mia', text]) {
    expect(filesHolding(collector.dataDir, gone)).toEqual([]);
  }
});

test('a key of the scope annotate scores over REST and reads nothing', async () => {
  const { owner, projectId, traceId, collector } = await open();
  const { secret } = await owner.keys.create({ projectId, scopes: ['annotate'], name: 'judge' });
  const call = (method: string, path: string, body?: object) =>
    fetch(`${collector.url}/api/v1/projects/${projectId}/${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const scores = [{ traceId, name: 'helpful', value: 0.5 }];
  const answer = await call('POST', 'scores', { scores });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    scores: [{ value: 0.5, source: 'api', author: { kind: 'key', name: 'judge' } }],
  });
  expect((await call('GET', `traces/${traceId}/annotations`)).status).toBe(403);
  expect((await call('GET', `traces/${traceId}`)).status).toBe(403);
  const { entries } = await owner.audit.list({ action: 'annotation.*' });
  expect(entries).toMatchObject([{ action: 'annotation.scored', after: { traceId, count: 1 } }]);
});

test('conditions of a search all hold, and the ids are those of the store', async () => {
  const { owner, projectId, traceId, send, clock } = await open();
  const [two, three] = [newTraceId(), newTraceId()];
  await send(two, three);
  const { annotations } = owner;
  await annotations.pin({ projectId, traceIds: [traceId, two], pinned: true });
  clock.pass(1000);
  await annotations.tag({ projectId, traceIds: [two, three], add: ['x'] });
  await annotations.score({ projectId, scores: [{ traceId: three, name: 's', value: true }] });
  const found = async (filter: Parameters<typeof annotations.find>[0]['filter']) =>
    (await annotations.find({ projectId, filter })).traces.map((trace) => trace.traceId);
  expect(await found({ pinned: true, tag: 'x' })).toEqual([two]);
  expect((await found({ pinned: true })).toSorted()).toEqual([traceId, two].toSorted());
  expect(await found({ tag: 'x', score: 's' })).toEqual([three]);
  expect(await found({ noted: true })).toEqual([]);
  expect((await found({})).at(-1)).toBe(traceId);
  const some = await annotations.find({ projectId, traceIds: [three], limit: 1 });
  expect(some).toMatchObject({ total: 1, traces: [{ traceId: three, tags: ['x'], scores: 1 }] });
  expect(await annotations.tags({ projectId })).toEqual({ tags: [{ name: 'x', traces: 2 }] });
  await annotations.tag({ projectId, traceIds: [two, three], remove: ['x', 'y'] });
  expect(await annotations.tags({ projectId })).toEqual({ tags: [] });
});

test('others have their turn while many annotated traces are looked through', async () => {
  const { owner, projectId, send } = await open();
  const { annotations } = owner;
  const ids = Array.from({ length: 1_600 }, () => newTraceId());
  await send(...ids);
  for (let at = 0; at < ids.length; at += 400) {
    const traceIds = ids.slice(at, at + 400);
    await annotations.pin({ projectId, traceIds, pinned: true });
    const scores = traceIds.map((traceId) => ({ traceId, name: 's', value: at }));
    for (let from = 0; from < 400; from += 100) {
      await annotations.score({ projectId, scores: scores.slice(from, from + 100) });
    }
  }
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  for (const filter of [
    {},
    { pinned: true as const },
    { score: 's' },
    { pinned: true as const, score: 's' },
  ]) {
    turns = 0;
    const { traces, total } = await annotations.find({ projectId, filter, limit: 3 });
    expect([total, traces.length]).toEqual([1_600, 3]);
    expect(turns).toBeGreaterThan(2);
  }
  clearImmediate(next);
});

test('others have their turn while all that was said is looked through, and while it is removed', async () => {
  const { catalog, trail, rows } = await openTestTrail();
  await addProject(trail, 'shop');
  const project_id = 'prj_shop';
  const ids = Array.from({ length: 2_000 }, () => newTraceId()).toSorted();
  const author = { author_kind: 'local', author_id: '', author_name: '' } as const;
  const pins = ids.map((trace_id) => ({ project_id, trace_id, created_ms: 1, ...author }));
  await catalog.writer.insertInto('trace_pin').values(pins).execute();
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const found: string[] = [];
  for await (const page of annotatedPages(catalog.db, project_id)) found.push(...page);
  expect(found).toEqual(ids);
  expect(turns).toBeGreaterThan(2);
  turns = 0;
  await removeAnnotations(trail, project_id, ids, ACTOR);
  expect(turns).toBeGreaterThan(2);
  clearImmediate(next);
  expect(await catalog.db.selectFrom('trace_pin').selectAll().execute()).toEqual([]);
  const told = (await rows()).filter(({ action }) => action === 'annotation.removed');
  expect(told.map(({ after }) => JSON.parse(after!) as object)).toEqual(
    Array.from({ length: 4 }, () => ({ count: 500 })),
  );
});

test('wrong input changes nothing', async () => {
  const { owner, projectId, traceId } = await open();
  const { annotations } = owner;
  const tag = (name: string) => annotations.tag({ projectId, traceIds: [traceId], add: [name] });
  for (const name of ['', '  ', 'x'.repeat(51), 'two\nlines', 'half \ud800 pair']) {
    await expect(tag(name)).rejects.toMatchObject({ code: 'invalid' });
  }
  const unknown = { projectId, traceId: newTraceId(), text: 'x' };
  await expect(annotations.addNote(unknown)).rejects.toMatchObject({ code: 'not_found' });
  for (const text of ['', ' \n', 'x'.repeat(20_001)]) {
    const note = { projectId, traceId, text };
    await expect(annotations.addNote(note)).rejects.toMatchObject({ code: 'invalid' });
  }
  const score = (value: never) =>
    annotations.score({ projectId, scores: [{ traceId, name: 'n', value }] });
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '', null, {}, 'x'.repeat(201)]) {
    await expect(score(value as never)).rejects.toMatchObject({ code: 'invalid' });
  }
  const spanId = newSpanId();
  const two = { projectId, traceIds: [traceId, newTraceId()], spanId, add: ['x'] };
  await expect(annotations.tag(two)).rejects.toMatchObject({ code: 'invalid' });
  const many = Array.from({ length: 6 }, (_, i) => `tag ${i}`);
  for (let i = 0; i < 16; i++) {
    await annotations.tag({
      projectId,
      traceIds: [traceId],
      add: many.map((name) => `${name} ${i}`),
    });
  }
  await expect(
    annotations.tag({ projectId, traceIds: [traceId], add: many }),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect((await annotations.get({ projectId, traceId })).tags).toHaveLength(96);
});

test('what was said of traces stays while their folder is not there, whatever comes meanwhile, and goes with them once it is', async () => {
  let collector = await openTestCollector();
  const { dataDir } = collector;
  const { project, key } = await collector.client.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const folder = join(dataDir, 'projects', projectId);
  const away = join(dataDir, 'away');
  const send = async () => {
    const traceId = newTraceId();
    const headers = { 'x-api-key': key.secret };
    const sent = await postTraces(collector.url, exportRequest([{ traceId }]), headers);
    expect(sent.status).toBe(200);
    await collector.client.annotations.pin({ projectId, traceIds: [traceId], pinned: true });
    return traceId;
  };
  /** Starts anew, with folders changed in between, and sweeps. */
  const restart = async (change: () => void) => {
    await collector.close();
    change();
    collector = await openTestCollector({ dataDir });
    await collector.client.retention.sweep({ projectId });
    const { checks } = await collector.client.collector.doctor();
    return checks.filter(({ state }) => state !== 'ok').map(({ name }) => name);
  };
  const pinned = async () => {
    const { traces } = await collector.client.annotations.find({ projectId, filter: {} });
    return traces.map(({ traceId }) => traceId).toSorted();
  };
  const dropDays = () => {
    const days = join(folder, 'traces');
    for (const name of readdirSync(days)) rmSync(join(days, name));
  };

  const before = await send();
  const missed = [`${projectId}/made-anew`];
  expect(await restart(() => renameSync(folder, away))).toEqual(missed);
  expect(await pinned()).toEqual([before]);
  const meanwhile = await send();
  expect(await restart(() => {})).toEqual(missed);
  expect(await pinned()).toEqual([before, meanwhile].toSorted());
  expect(await restart(dropDays)).toEqual(missed);
  expect(await pinned()).toEqual([before]);
  const comeBack = () => {
    rmSync(folder, { recursive: true });
    renameSync(away, folder);
  };
  expect(await restart(comeBack)).toEqual([]);
  expect(await pinned()).toEqual([before]);
  // Put back among what came meanwhile, by hand.
  await restart(() => renameSync(folder, away));
  const amongIt = () => renameSync(join(away, 'traces'), join(folder, 'traces'));
  expect(await restart(amongIt)).toEqual([]);
  expect(existsSync(join(folder, 'made-anew'))).toBe(false);
  await restart(dropDays);
  expect(await pinned()).toEqual([]);
});
