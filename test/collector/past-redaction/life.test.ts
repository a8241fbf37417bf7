import { globSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Clock } from '../../../src/main/collector/clock.ts';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { openForPast } from './open.ts';
import { personalData, sendAll } from './personal-data.ts';

const DAY_MS = 86_400_000;

/** A collector with data of several days. */
async function openWithDays(days: number) {
  let now = Date.now() - days * DAY_MS;
  const clock: Clock = { now: () => now };
  const collector = await openForPast({ clock });
  const values: string[] = [];
  for (let day = 0; day < days; day++, now += DAY_MS) {
    const data = personalData(`d${day}`);
    values.push(...data.values);
    await sendAll(collector.url, data);
  }
  return { ...collector, values };
}

test('one at a time; another name than that of the project rewrites nothing', async () => {
  const { client, projectId, confirm, url, dataDir, ended } = await openForPast();
  const data = personalData('zf');
  await sendAll(url, data);
  const before = storedTexts(dataDir, data.values).length;
  for (const wrong of ['', confirm.toUpperCase(), `${confirm} `, 'ü'.repeat(900)]) {
    await expect(client.pastRedaction.rewrite({ projectId, confirm: wrong })).rejects.toMatchObject(
      { code: 'invalid' },
    );
  }
  expect(await client.pastRedaction.get({ projectId })).toMatchObject({
    mode: 'off',
    refusal: null,
    scan: null,
    rewrite: null,
  });
  expect(storedTexts(dataDir, data.values)).toHaveLength(before);
  const begun = await Promise.allSettled([
    client.pastRedaction.scan({ projectId }),
    client.pastRedaction.scan({ projectId }),
    client.pastRedaction.rewrite({ projectId, confirm }),
  ]);
  expect(begun.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(begun[1]).toMatchObject({ reason: { code: 'conflict' } });
  await ended('scan');
  await expect(client.pastRedaction.cancel({ projectId })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('cancelled, a rewrite leaves every day either as it was or redacted', async () => {
  const { client, projectId, confirm, dataDir, values, rewrite, scan } = await openWithDays(6);
  await client.pastRedaction.rewrite({ projectId, confirm });
  const { rewrite: cancelled } = await client.pastRedaction.cancel({ projectId });
  expect(['cancelled', 'done']).toContain(cancelled!.state);
  const left = await scan();
  expect(left.found + cancelled!.found).toBe(values.length);
  expect(await rewrite()).toMatchObject({ state: 'done', found: left.found });
  expect(storedTexts(dataDir, values)).toEqual([]);
  expect(await client.projects.get({ projectId })).toMatchObject({ spanCount: 36 });
});

test('what was replaced in a day counts, though its old file cannot be removed', async () => {
  const { client, url, dataDir, rewrite } = await openForPast();
  const data = personalData('zo');
  await sendAll(url, data);
  const files = globSync(join(dataDir, 'projects/*/*/*.db'));
  for (const file of files) mkdirSync(`${file}.packing`);
  const failed = await rewrite();
  expect(failed).toMatchObject({ state: 'failed', found: data.values.length });
  expect(failed.failures).toHaveLength(files.length);
  const [entry] = (await client.audit.list({ action: 'redaction.rewrite_finished' })).entries;
  expect(entry!.after).toMatchObject({ found: data.values.length, failures: files.length });
  for (const file of files) rmdirSync(`${file}.packing`);
  expect(await rewrite()).toMatchObject({ state: 'done', found: 0 });
  expect(storedTexts(dataDir, data.values)).toEqual([]);
});

test('on legal hold stored data may be scanned, and stays as it is', async () => {
  const { client, projectId, confirm, url, scan, rewrite } = await openForPast();
  await sendAll(url, personalData('zg'));
  await client.retention.set({ projectId, legalHold: true });
  expect((await scan()).found).toBeGreaterThan(0);
  await expect(client.pastRedaction.rewrite({ projectId, confirm })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('legal hold'),
  });
  expect((await client.pastRedaction.get({ projectId })).refusal).toContain('legal hold');
  await client.retention.set({ projectId, legalHold: false });
  expect(await rewrite()).toMatchObject({ state: 'done' });

  // Of many places in one request each is told by itself.
  const resourceSpans = ['shop', 'mail'].map((service) => {
    const keys = Array.from({ length: 700 }, (_, i) => [`${service}.${i}`, 'ada@corp.io']);
    const request = exportRequest([{ attributes: Object.fromEntries(keys) }], service);
    return (request as { resourceSpans: object[] }).resourceSpans[0];
  });
  await postTraces(url, { resourceSpans });
  const { found, rows } = await scan();
  expect(found).toBe(1400);
  expect(rows.filter(({ key }) => key === '*')).toEqual([]);
});

test('it goes by the rules of its start, and says when they are others now', async () => {
  const { client, projectId, url, dataDir, scan, rewrite } = await openForPast();
  const data = personalData('zh');
  await sendAll(url, data);
  await client.redaction.set({ projectId, mode: 'detect', types: ['IP'] });
  expect(await scan()).toMatchObject({ found: 0, isByPresentRules: true });
  await client.redaction.set({
    projectId,
    types: ['EMAIL'],
    replacement: { kind: 'pseudonym' },
    dropKeys: ['json'],
  });
  expect((await client.pastRedaction.get({ projectId })).scan).toMatchObject({
    isByPresentRules: false,
  });
  const done = await rewrite();
  expect(done.byType.map(({ type }) => type)).toEqual(['EMAIL', 'ATTRIBUTE']);
  expect(storedTexts(dataDir, data.values)).toEqual([]);
  const { traces } = await client.traces.list({ projectId, filter: {} });
  expect(traces[0]!.user).toMatch(/^\[EMAIL:[a-z]+\]$/);
  expect(await scan()).toMatchObject({ found: 0 });
});

const rule = (id: string, type: string, keywords: string[], kind: 'text' | 'pseudonym') =>
  ({ id, type, kind: 'keywords', keywords, replacement: { kind } }) as const;

test('rules that find the names of types in their own tokens find nothing twice', async () => {
  const { client, projectId, url, scan, rewrite } = await openForPast();
  await sendAll(url, personalData('zp'));
  const rules = [
    rule('mail', 'EMAIL_WORD', ['email', 'mail', 'event'], 'text'),
    rule('people', 'NOW', ['now', 'seen', 'plain'], 'pseudonym'),
  ];
  await client.redaction.set({ projectId, rules });
  expect((await rewrite()).byType.length).toBe(3);
  expect(await scan()).toMatchObject({ state: 'done', found: 0 });
});

test('who did what is in the audit log, with counts and without words', async () => {
  const { client, url, scan, rewrite } = await openForPast();
  const data = personalData('zi');
  await sendAll(url, data);
  await scan();
  await rewrite();
  const { entries } = await client.audit.list({ action: 'redaction.*' });
  expect(entries.map(({ action }) => action)).toEqual([
    'redaction.rewrite_finished',
    'redaction.rewrite_started',
    'redaction.scan_finished',
    'redaction.scan_started',
  ]);
  expect(entries[0]!.after).toMatchObject({
    mode: 'off',
    found: data.values.length,
    spans: 6,
    logRecords: 3,
    metricRecords: 2,
    failures: 0,
  });
  expect(JSON.stringify(entries)).not.toContain('people-zi');
});

test('a project can be deleted while it is rewritten, and the audit log tells how far that was', async () => {
  const { client, url } = await openForPast();
  const { project } = await client.projects.create({ name: 'Gone soon' });
  const { secret } = await client.keys.create({ projectId: project.id, scopes: ['ingest'] });
  for (const seed of ['zj', 'zk']) await sendAll(url, personalData(seed, 200), secret);
  await client.pastRedaction.rewrite({ projectId: project.id, confirm: project.name });
  await client.projects.delete({ projectId: project.id, confirm: project.name });
  await expect
    .poll(async () => {
      const { projects } = await client.projects.list();
      return projects.map(({ name }) => name);
    })
    .not.toContain('Gone soon');
  await expect(client.pastRedaction.get({ projectId: project.id })).rejects.toMatchObject({
    code: 'not_found',
  });
  const { entries } = await client.audit.list({ action: 'redaction.*' });
  expect(entries.map(({ action }) => action)).toEqual([
    expect.stringMatching(/^redaction\.rewrite_(?:cancelled|finished)$/),
    'redaction.rewrite_started',
  ]);
  expect(entries[0]!.after).toMatchObject({ mode: 'off', failures: 0 });
});

test('names in the counts of earlier redactions follow as well', async () => {
  const { client, projectId, url, dataDir, rewrite } = await openForPast();
  await client.redaction.set({ projectId, mode: 'on', types: ['IP'] });
  const seen = [{ key: 'falcon.address', value: { stringValue: 'at 8.8.4.4' } }];
  const span = { name: 'x', attributes: seen, startTimeUnixNano: '1', endTimeUnixNano: '2' };
  const ids = { traceId: '7f3ac0ffee000000000000000000c91e', spanId: '00000000000000a1' };
  const attributes = [{ key: 'service.name', value: { stringValue: 'falcon' } }];
  const scopeSpans = [{ scope: {}, spans: [{ ...ids, ...span }] }];
  await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource: { attributes }, scopeSpans }] }),
  });
  expect((await client.redaction.audit({ projectId })).rows).toMatchObject([
    { key: 'falcon.address', service: 'falcon', count: 1 },
  ]);
  const rule = { id: 'code', type: 'CODE', kind: 'keywords', keywords: ['falcon'] } as const;
  await client.redaction.set({ projectId, rules: [{ ...rule, keywords: ['falcon'] }] });
  expect(await rewrite()).toMatchObject({ state: 'done' });
  expect((await client.redaction.audit({ projectId })).rows).toMatchObject([
    { key: '[CODE].address', service: '[CODE]', count: 1 },
  ]);
  // What is left of the word is in the rule itself.
  const left = storedTexts(dataDir, ['falcon.address', 'falcon']);
  expect(left.filter((found) => !/^falcon in .*catalog\.db(?:-wal)?$/.test(found))).toEqual([]);
});
