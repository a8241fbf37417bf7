import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBundle } from '../../../src/main/collector/transfer/export-bundle.ts';
import type { Client } from '../../../src/main/headless/connect.ts';
import { bundleEntries, exportBytes, importBytes } from '../../support/files.ts';
import { exportRequest } from '../../support/export-request.ts';
import { openTestCollector, type TestCollector } from '../../support/open-test-collector.ts';

const TRACES = ['a', 'b', 'c'].map((digit) => digit.repeat(32));
const SPAN = 'd'.repeat(16);

const firstProject = async ({ client }: TestCollector) =>
  (await client.projects.list()).projects[0]!.id;

async function workspaceWith(client: Client, file: Uint8Array | string): Promise<string> {
  const { project } = await client.files.open({ name: 'file' });
  expect(await importBytes(client, project.id, file)).toMatchObject({ problemCount: 0 });
  return project.id;
}

/** Lines of the annotations in a bundle of everything. */
async function saidIn(client: Client, projectId: string): Promise<string[]> {
  const bundle = await exportBytes(client, projectId, { format: 'bundle' });
  const lines = bundleEntries(bundle).get('annotations.jsonl')?.toString('utf8') ?? '';
  return lines.split('\n').filter((line) => line !== '');
}

/** A bundle of these annotations alone. */
async function bundleOf(annotations: readonly unknown[]): Promise<Buffer> {
  const bundle = await makeBundle({
    signals: [],
    batches: async function* () {},
    annotations: async function* () {
      for (const one of annotations) yield JSON.stringify(one);
    },
    atMs: 0,
    passphrase: undefined,
    onRecords: () => undefined,
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of bundle) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function intoProject(client: Client, workspaceId: string, projectId: string) {
  let last;
  for await (const step of await client.files.importInto({ projectId, workspaceId })) last = step;
  return last!.report;
}

const notes = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.includes('"kind":"note"'));

const place = fc.record({
  traceId: fc.constantFrom(...TRACES),
  spanId: fc.option(fc.constant(SPAN), { nil: null }),
});
const at = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
const by = fc
  .record({
    kind: fc.constantFrom('person', 'key'),
    id: fc.constantFrom('per_1', 'per_2', 'x:y'),
    name: fc.string({ unit: 'binary', maxLength: 30 }),
  })
  .map((author) => ({ by: author.name, author }));
const word = fc
  .stringMatching(/^[a-zß-öа-я一-三 =+@"\\]{1,30}$/u)
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => text !== '');
const iso = (date: Date) => date.toISOString();
const said = fc.oneof(
  fc.record({ place, at, by }).map((one) => ({
    kind: 'pin',
    traceId: one.place.traceId,
    ...one.by,
    at: iso(one.at),
  })),
  fc
    .record({ place, name: word, at })
    .map((one) => ({ kind: 'tag', ...one.place, name: one.name, at: iso(one.at) })),
  fc
    .record({
      place,
      at,
      by,
      text: fc.string({ unit: 'binary', minLength: 1 }),
      edited: fc.option(at),
    })
    .filter(({ text }) => text.trim() !== '')
    .map((one) => ({
      kind: 'note',
      ...one.place,
      text: one.text,
      ...one.by,
      at: iso(one.at),
      editedAt: one.edited === null ? null : iso(one.edited),
    })),
  fc
    .record({
      place,
      at,
      by,
      name: word,
      value: fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
        fc.boolean(),
        word,
      ),
      comment: fc.string({ unit: 'binary', maxLength: 60 }),
    })
    .map((one) => ({
      kind: 'score',
      ...one.place,
      name: one.name,
      value: one.value,
      comment: one.comment,
      ...one.by,
      at: iso(one.at),
    })),
);

describe('annotations', () => {
  it('are the same in a bundle, in the workspace it is opened in, and in a project that takes it', async () => {
    const collector = await openTestCollector();
    const { client } = collector;
    const spans = TRACES.map((traceId) => ({ traceId, spanId: SPAN }));
    const traces = JSON.stringify(exportRequest(spans));
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 20, maxLength: 60 }), async (all) => {
        // Lines of annotations come in as they are in a bundle: one is made whose notes are these.
        const { project } = await client.projects.create({ name: `p ${Math.random()}` });
        const first = await workspaceWith(client, traces);
        await importBytes(client, first, await bundleOf(all));
        const original = await saidIn(client, first);
        // Of two tags, pins or scores of one author in one place a single one is kept.
        expect(original.length).toBeLessThanOrEqual(all.length);
        const given = all.map((one) => JSON.stringify(one));
        expect(new Set(notes(original))).toEqual(new Set(notes(given)));

        const bundle = await exportBytes(client, first, { format: 'bundle' });
        const second = await workspaceWith(client, bundle);
        expect(await saidIn(client, second)).toEqual(original);
        const report = await intoProject(client, second, project.id);
        expect(report).toMatchObject({ annotations: original.length, problemCount: 0 });
        expect(await saidIn(client, project.id)).toEqual(original);
        // Once more: everything is known.
        await intoProject(client, second, project.id);
        expect(await saidIn(client, project.id)).toEqual(original);
        for (const id of [first, second]) await client.files.close({ projectId: id });
      }),
      { numRuns: 2 },
    );
  });

  it('of a bundle are never said to be by somebody of this instance, and what is none is told by its line', async () => {
    const collector = await openTestCollector();
    const { client } = collector;
    const projectId = await firstProject(collector);
    const [traceId] = TRACES;
    await importBytes(client, projectId, JSON.stringify(exportRequest([{ traceId: traceId! }])));
    const self = { kind: 'local', id: null, name: 'root' };
    const at = '2026-01-02T03:04:05.000Z';
    const lines = [
      { kind: 'note', traceId, spanId: null, text: 'of before', by: 'Ann', at },
      { kind: 'note', traceId, spanId: null, text: 'forged', by: 'root', author: self, at },
      { kind: 'score', traceId, name: 'good', value: 1, comment: '', author: self, at },
      { kind: 'score', traceId, name: 'good', value: 2, comment: '', by: 'Ann', at },
      { kind: 'note', traceId, spanId: null, text: ' ', by: 'Ann', at },
      { kind: 'tag', traceId: '9'.repeat(32), spanId: null, name: 'lost' },
    ];
    const report = await importBytes(client, projectId, await bundleOf(lines));
    expect(report).toMatchObject({ annotations: 4, problemCount: 2 });
    expect(report.problems.map(({ line, reason }) => [line, reason])).toEqual([
      [5, 'the annotation is of no known form: text'],
      [6, `there is no trace ${'9'.repeat(32)} here`],
    ]);
    const { notes, scores } = await client.annotations.get({ projectId, traceId: traceId! });
    expect(notes).toMatchObject([
      { text: 'of before', own: false, author: { kind: 'import', name: 'Ann' }, createdAt: at },
      { text: 'forged', own: false, author: { kind: 'import', name: 'root' } },
    ]);
    expect(scores.map(({ value, author }) => [value, author.name])).toEqual([
      [1, 'root'],
      [2, 'Ann'],
    ]);
    await expect(
      client.annotations.editNote({ projectId, noteId: notes[1]!.id, text: 'x' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are taken out of by redaction on the way into a bundle, and need the permission to annotate', async () => {
    const collector = await openTestCollector();
    const { client } = collector;
    const projectId = await firstProject(collector);
    const [traceId] = TRACES;
    await importBytes(client, projectId, JSON.stringify(exportRequest([{ traceId: traceId! }])));
    const text = 'Ask ann@example.com';
    await client.annotations.addNote({ projectId, traceId: traceId!, text });
    const clean = await exportBytes(client, projectId, { format: 'bundle', redact: ['EMAIL'] });
    expect(bundleEntries(clean).get('annotations.jsonl')!.toString()).not.toContain('ann@');
    const bundle = await exportBytes(client, projectId, { format: 'bundle' });
    const { secret } = await client.keys.create({ projectId, name: 'in', scopes: ['ingest'] });
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bundle)]), 'a.spanward');
    const answer = await fetch(`${collector.url}/api/v1/projects/${projectId}/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: form,
    });
    expect(await answer.json()).toMatchObject({
      annotations: 0,
      problems: [{ reason: 'you may not annotate in this project' }],
    });
  });
});
