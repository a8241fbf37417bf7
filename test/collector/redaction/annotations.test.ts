import { expect, onTestFinished, test } from 'vitest';
import { SaidTexts } from '../../../src/main/collector/redaction/said-texts.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { importBytes } from '../../support/files.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { newTraceId } from '../../support/ids.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { openForPast } from '../past-redaction/open.ts';
import { policy } from './policies.ts';

const PEOPLE = ['ada@people-said.org', 'bob@people-said.org', 'eve@people-said.org'] as const;
const [ADA, BOB, EVE] = PEOPLE;

async function open() {
  const dataDir = createTestFolder();
  const world = await openForPast({ dataDir });
  const traceId = newTraceId();
  await postTraces(world.url, exportRequest([{ traceId, startMs: Date.now() }]));
  const { client, projectId } = world;
  const say = async () => {
    const { annotations } = client;
    await annotations.tag({ projectId, traceIds: [traceId], add: [ADA, 'bug'] });
    const note = await annotations.addNote({ projectId, traceId, text: 'first' });
    await annotations.editNote({ projectId, noteId: note.id, text: `Ask ${BOB}` });
    const scores = PEOPLE.map((person, index) => ({
      traceId,
      name: `of ${person}`,
      value: index === 0 ? person : index,
      comment: `said ${person}`,
    }));
    await annotations.score({ projectId, scores });
  };
  const read = () => client.annotations.get({ projectId, traceId });
  return { ...world, dataDir, traceId, say, read };
}

test('what people and programs say of traces is redacted as what arrives is, and counted', async () => {
  const { client, projectId, dataDir, traceId, say, read } = await open();
  await client.redaction.set({ projectId, mode: 'on', types: ['EMAIL'] });
  await say();
  const row = { traceId, name: 'imported', value: 1, dataType: 'NUMERIC', source: 'API' };
  const { annotations } = await importBytes(
    client,
    projectId,
    JSON.stringify([{ ...row, comment: `from ${EVE}`, authorUserId: ADA }]),
  );
  expect(annotations).toBe(1);

  const { tags, notes, scores } = await read();
  expect(tags.map(({ name }) => name).sort()).toEqual(['[EMAIL]', 'bug']);
  expect(notes.map(({ text }) => text)).toEqual(['Ask [EMAIL]']);
  expect(scores.map(({ name }) => name).sort()).toEqual(['imported', 'of [EMAIL]']);
  expect(storedTexts(dataDir, PEOPLE)).toEqual([]);

  const { rows } = await client.redaction.audit({ projectId });
  const counts = Object.fromEntries(rows.map(({ key, count }) => [key, count]));
  expect(counts).toEqual({
    'annotation.author': 2,
    'annotation.note': 1,
    'annotation.score.comment': 4,
    'annotation.score.name': 3,
    'annotation.score.value': 1,
    'annotation.tag': 1,
  });
});

const sums = ({ rows }: { rows: readonly { key: string; count: number; signal: string }[] }) =>
  rows.map(({ signal, key, count }) => `${signal} ${key} ${count}`).sort();

test('a rewrite redacts what was said before the rules too, to the last byte', async () => {
  const { client, projectId, dataDir, say, read, scan, rewrite } = await open();
  await say();
  expect((await read()).notes[0]!.text).toContain(BOB);
  await client.redaction.set({ projectId, mode: 'on', types: ['EMAIL'] });
  const found = await scan();
  const scanned = [
    'annotations annotation.note 1',
    'annotations annotation.score.comment 3',
    'annotations annotation.score.name 3',
    'annotations annotation.score.value 1',
    'annotations annotation.tag 1',
  ];
  expect(sums(found)).toEqual(scanned);
  expect(found).toMatchObject({ state: 'done', found: 9 });
  const rewritten = await rewrite();
  expect(rewritten.state).toBe('done');
  expect(sums(rewritten)).toEqual(scanned);

  const { tags, notes, scores } = await read();
  expect(tags.map(({ name }) => name).sort()).toEqual(['[EMAIL]', 'bug']);
  expect(notes.map(({ text }) => text)).toEqual(['Ask [EMAIL]']);
  // One of each name, author and place: the later stays.
  expect(scores.map(({ name, comment }) => [name, comment])).toEqual([
    ['of [EMAIL]', 'said [EMAIL]'],
  ]);
  expect(storedTexts(dataDir, PEOPLE)).toEqual([]);
});

test('rules that only detect, and patterns, hold for what is said', async () => {
  const { client, projectId, traceId, read } = await open();
  const rules = [{ id: 'staff', type: 'STAFF', kind: 'pattern', pattern: 'E-[0-9]{6}' }] as const;
  const note = (text: string) => client.annotations.addNote({ projectId, traceId, text });
  await client.redaction.set({ projectId, mode: 'detect', types: [], rules: [...rules] });
  await note('by E-123456');
  await client.redaction.set({ projectId, mode: 'on' });
  await note('by E-654321');
  const texts = (await read()).notes.map(({ text }) => text);
  expect(texts.sort()).toEqual(['by E-123456', 'by [STAFF]']);
});

test('where a pattern takes too long nothing that was said is stored as it was; detecting leaves it', async () => {
  const said = new SaidTexts(1);
  onTestFinished(() => said.close());
  // Each match looks to the end of the text and takes one letter.
  const rules = [{ id: 'r', type: 'X', kind: 'pattern', pattern: '(?s)a.*b|a' }] as const;
  const text = `${ADA} ${'a'.repeat(400_000)}`;
  const failed = { type: 'REDACTION_FAILED', rule: 'timeout', key: 'annotation.note', count: 1 };
  const redact = (mode: 'on' | 'detect') =>
    said.redact(policy({ mode, rules }), [{ key: 'annotation.note', text }]);
  expect(await redact('on')).toMatchObject({ texts: ['[REDACTION_FAILED]'], counts: [failed] });
  const detected = await redact('detect');
  expect(detected).toMatchObject({ texts: [text], counts: [{ ...failed, mode: 'detect' }] });
});
