import { expect, test } from 'vitest';
import { exportRequest, postTraces } from '../../support/export-request.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { openForPast } from './open.ts';
import { personalData, sendAll } from './personal-data.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';

test('what is sent while a day is rewritten is all there, once, and redacted', async () => {
  const { client, projectId, confirm, url, dataDir, ended, scan } = await openForPast();
  const old = [];
  for (let i = 0; i < 4; i++) {
    const data = personalData(`old${i}`, 15);
    old.push(data);
    await sendAll(url, data);
  }
  await client.redaction.set({ projectId, mode: 'on' });
  const sent: { traceId: string; spanId: string }[] = [];
  const over = new AbortController();
  const sender = (async () => {
    while (!over.signal.aborted || sent.length < 200) {
      const spans = Array.from({ length: 10 }, () => ({
        traceId: newTraceId(),
        spanId: newSpanId(),
        attributes: { 'user.id': 'somebody@while-it-runs.org' },
      }));
      expect((await postTraces(url, exportRequest(spans))).status).toBe(200);
      sent.push(...spans);
    }
  })();
  await client.pastRedaction.rewrite({ projectId, confirm });
  const done = await ended('rewrite');
  over.abort();
  await sender;
  expect(done).toMatchObject({ state: 'done', failures: [] });
  const values = old.flatMap((data) => data.values);
  expect(storedTexts(dataDir, [...values, 'while-it-runs'])).toEqual([]);
  const total = 4 * 15 + sent.length;
  expect(await client.projects.get({ projectId })).toMatchObject({ spanCount: total });

  // The same again, old and new: they are known, whatever became of what they say.
  for (const data of old) await sendAll(url, data).catch(() => undefined);
  await postTraces(url, exportRequest(sent.slice(0, 100)));
  expect(await client.projects.get({ projectId })).toMatchObject({ spanCount: total });
  expect(await scan()).toMatchObject({ found: 0 });
});

test('what was taken by rules of before and is not stored yet is rewritten too', async () => {
  const { client, projectId, confirm, url, dataDir, ended } = await openForPast();
  const values: string[] = [];
  const sends = Array.from({ length: 12 }, (_, i) => {
    const data = personalData(`raw${i}`, 8);
    values.push(...data.values);
    return sendAll(url, data);
  });
  // Not waited for: some of it is on its way when the rules change, and while days are listed.
  await expect
    .poll(async () => (await client.projects.get({ projectId })).spanCount)
    .toBeGreaterThan(0);
  await client.redaction.set({ projectId, mode: 'on' });
  await client.pastRedaction.rewrite({ projectId, confirm });
  await Promise.all(sends);
  expect(await ended('rewrite')).toMatchObject({ state: 'done' });
  expect(storedTexts(dataDir, values)).toEqual([]);
  expect(await client.projects.get({ projectId })).toMatchObject({ spanCount: 96 });
});
