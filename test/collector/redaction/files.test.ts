import { expect, test } from 'vitest';
import { exportBytes, importBytes } from '../../support/files.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { createTestFolder } from '../../support/open-test-collector.ts';
import { openForPast } from '../past-redaction/open.ts';
import { KEPT, PlantedFiles } from './planted-files.ts';
import { PlantedRequests, STEMS } from './planted-request.ts';

const NEEDLES = STEMS.flatMap((stem) => [stem, Buffer.from(stem, 'utf16le').toString('latin1')]);

test('whatever format a file has, nothing personal in it is stored or told, and ids, times and counts stay', async () => {
  const dataDir = createTestFolder();
  const { client, projectId, log } = await openForPast({ dataDir });
  await client.redaction.set({ projectId, mode: 'on' });
  const planted: Record<string, readonly string[]> = {};
  const spans: { name: string; traceId: string; spanId: string; hasKept: boolean }[] = [];
  const reports: unknown[] = [];
  const names = Object.keys(new PlantedFiles(new PlantedRequests(0)).formats);
  for (const [index, name] of [...names, 'bundle'].entries()) {
    const requests = new PlantedRequests(index * 200);
    const files = new PlantedFiles(requests);
    const { content, ...span } = files.formats[name]?.() ?? files.bundle();
    const report = await importBytes(client, projectId, content);
    expect([name, report.spans]).not.toEqual([name, 0]);
    if (name !== 'bundle') expect([name, report.problems]).toEqual([name, []]);
    reports.push(report);
    planted[name] = requests.values;
    spans.push({ name, ...span });
  }
  const content = await exportBytes(client, projectId, { signals: ['traces', 'logs', 'metrics'] });
  const { traces } = await client.traces.list({ projectId });
  const facets = await client.traces.facets({ projectId, filter: {} });
  const counted = await client.redaction.audit({ projectId });
  const marks = [];
  for (const { traceId } of traces) marks.push(await client.traces.marks({ projectId, traceId }));
  const told = JSON.stringify([traces, facets, counted, marks, log.lines, reports]);
  const text = `${content.toString()}\n${told}`;
  const left = Object.entries(planted).flatMap(([name, values]) =>
    values.filter((value) => text.includes(value)).map((value) => `${name}: ${value}`),
  );
  expect(left).toEqual([]);
  expect(text).not.toContain('[REDACTION_FAILED]');
  expect(storedTexts(dataDir, NEEDLES)).toEqual([]);
  for (const { name, traceId, spanId, hasKept } of spans) {
    const { detail } = await client.traces.span({ projectId, traceId, spanId });
    const kept = await detail.text();
    expect([name, kept]).toEqual([name, expect.stringContaining(`"spanId":"${spanId}"`)]);
    expect([name, kept]).toEqual([name, expect.stringMatching(/"startTimeUnixNano":"\d{19}"/)]);
    if (!hasKept) continue;
    const missing = Object.values(KEPT).filter((value) => !kept.includes(String(value)));
    expect([name, missing]).toEqual([name, []]);
  }
});

test('what is wrong in a file is told without what was wrong, in workspaces too', async () => {
  const dataDir = createTestFolder();
  const { client, projectId, log } = await openForPast({ dataDir });
  await client.redaction.setInstance({ requiredTypes: ['EMAIL', 'CREDIT_CARD'] });
  const wrong = [
    `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"person1@people-of-1.org","spanId":"41100000000"}]}]}]}`,
    `{"resourceSpans":[{"person2@people-of-2.org":{"scopeSpans":7}}]}`,
    `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"5982fe77008310cc80f1da5e10147517","spanId":"90394f6bcffb5d13","startTimeUnixNano":"person3@people-of-3.org","person4@people-of-4.org":[}]}]}]}`,
    `{"data":[{"traceID":"aa","person5@people-of-5.org":{{,"spans":[]}]}`,
    `{"traceId":"person6@people-of-6.org","id":"person7@people-of-7.org","duration":1}`,
    `{"person8@people-of-8.org":1}`,
    `person9@people-of-9.org: 4111111111111111`,
  ].join('\n');
  const told = [await importBytes(client, projectId, wrong), log.lines];
  const { project } = await client.files.open({ name: 'a.jsonl' });
  const { readingId } = await client.transfer.begin({ projectId: project.id, name: 'a.jsonl' });
  const reading = { projectId: project.id, readingId };
  await client.transfer.feed({ ...reading, offset: 0, bytes: new Blob([wrong]) });
  const opened = await client.transfer.finish(reading);
  const text = JSON.stringify([
    told,
    opened,
    await client.files.list(),
    await client.audit.list({}),
  ]);
  expect(text).not.toContain('@people-of-');
  expect(storedTexts(dataDir, NEEDLES)).toEqual([]);
});
