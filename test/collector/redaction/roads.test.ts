import { expect, test } from 'vitest';
import type { FollowedTraces } from '../../../src/shared/contract/traces.ts';
import { EXPORT_FORMATS } from '../../../src/shared/contract/transfer.ts';
import { importBytes } from '../../support/files.ts';
import { storedTexts } from '../../support/grep-stored.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { newSpanId, newTraceId } from '../../support/ids.ts';
import { personalData, sendAll } from '../past-redaction/personal-data.ts';

const ODD = [
  'odd.one@people-odd.org',
  'odd.two@people-odd.org',
  'odd.three@people-odd.org',
] as const;
const ECHOED = 'echoed@people-echo.org';

const bytes = (content: Buffer) => ({ bytesValue: content.toString('base64') });

/** A span with values that are texts only when they are read in another way. */
function oddRequest(): object {
  const nested = { kvlistValue: { values: [{ key: 'to', value: { stringValue: ODD[0] } }] } };
  const attributes = [
    { key: 'wide', value: bytes(Buffer.from(`to ${ODD[1]}`, 'utf16le')) },
    { key: 'json.bytes', value: bytes(Buffer.from(JSON.stringify(JSON.stringify(nested)))) },
    {
      key: 'list',
      value: { arrayValue: { values: [nested, bytes(Buffer.from(ODD[2], 'utf16le').swap16())] } },
    },
  ];
  const at = `${Date.now()}000000`;
  const times = { startTimeUnixNano: at, endTimeUnixNano: at };
  const span = { traceId: newTraceId(), spanId: newSpanId(), name: 'odd', ...times, attributes };
  return { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] };
}

test('what is redacted on arrival is on no road out: files, live tail, exports, answers, refusals, audit, log', async () => {
  const dataDir = createTestFolder();
  const { client, url, log } = await openTestCollector({ dataDir });
  const { projects } = await client.projects.list();
  const projectId = projects[0]!.id;
  await client.redaction.set({ projectId, mode: 'on', types: ['EMAIL'] });
  const live = await client.traces.follow({ projectId });
  const told: FollowedTraces[] = [(await live.next()).value as FollowedTraces];

  const sent = personalData('za', 1);
  const read = personalData('zb', 1);
  await sendAll(url, sent);
  const lines = Object.values(read.requests).map((request) => JSON.stringify(request));
  await importBytes(client, projectId, lines.join('\n'));
  await importBytes(client, projectId, JSON.stringify(oddRequest()));
  while (told.flatMap(({ traces }) => traces).length < 3) {
    told.push((await live.next()).value as FollowedTraces);
  }
  await live.return?.(undefined);

  // What is refused is told back to nobody but its sender.
  const key = await client.keys.create({ projectId, scopes: ['admin'] });
  const headers = { 'x-api-key': key.secret, 'content-type': 'application/json' };
  const refused = async (path: string, body: string) => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
  };
  await refused('/v1/traces', `{"resourceSpans":"${ECHOED}`);
  await refused('/v1/traces', `{"resourceSpans":"${ECHOED}"}`);
  await refused(`/api/v1/projects/${projectId}/traces/search`, `{"${ECHOED}":"${ECHOED}"}`);
  await refused(`/api/v1/projects/${projectId}/traces/search`, `{"filter":{"query":"(${ECHOED}"}}`);

  const values = [...sent.values, ...read.values, ...ODD, ECHOED];
  const wide = ODD.flatMap((value) =>
    [Buffer.from(value, 'utf16le'), Buffer.from(value, 'utf16le').swap16()].map((bytes) =>
      bytes.toString('latin1'),
    ),
  );
  const answers: unknown[] = [
    told,
    log.lines,
    await client.audit.list({}),
    await client.collector.status(),
  ];
  for (const format of EXPORT_FORMATS) {
    const signals = ['traces' as const, 'logs' as const, 'metrics' as const];
    let file = '';
    for await (const { base64 } of await client.transfer.exportFile({
      projectId,
      format,
      signals,
    })) {
      file += Buffer.from(base64, 'base64').toString('latin1');
    }
    expect(file).not.toBe('');
    answers.push(file);
  }
  const { traces } = await client.traces.list({ projectId });
  expect(traces).toHaveLength(3);
  for (const { traceId } of traces) {
    answers.push(await (await client.traces.otlp({ projectId, traceId })).text());
    answers.push(await client.traces.marks({ projectId, traceId }));
  }
  const text = JSON.stringify(answers);
  expect(values.filter((value) => text.includes(value))).toEqual([]);
  expect(text).toContain('[EMAIL]');
  expect(storedTexts(dataDir, [...values, ...wide])).toEqual([]);
});
