import { newTraceId } from '../../support/ids.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';

const SPANS = 20_000;

/** A console with one large trace in the Default Project, and a way to ask for it. */
async function openConsole() {
  const pageFolder = join(createTestFolder(), 'page');
  mkdirSync(pageFolder);
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Spanward</title>');
  const collector = await openTestCollector({ pageFolder });
  const traceId = newTraceId();
  const spans = Array.from({ length: SPANS }, (_, i) => ({
    traceId,
    spanId: (i + 1).toString(16).padStart(16, '0'),
    name: `step ${i}`,
    startTimeUnixNano: `${1_790_000_000_000 + i}000000`,
    endTimeUnixNano: `${1_790_000_000_001 + i}000000`,
  }));
  const stored = await fetch(`${collector.url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  });
  expect(stored.status).toBe(200);
  const url = collector.listeners.console!.url;
  const token = collector.signInUrl!.split('#token=')[1]!;
  const signedIn = await fetch(`${url}/sign-in`, { method: 'POST', body: token });
  const { session } = (await signedIn.json()) as { session: string };
  const call = (path: string, input: object, signal?: AbortSignal) =>
    fetch(`${url}/rpc/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' },
      body: JSON.stringify({ json: input }),
      ...(signal === undefined ? {} : { signal }),
    });
  const projects = (await (await call('projects/list', {})).json()) as {
    json: { projects: { id: string }[] };
  };
  return { call, trace: { projectId: projects.json.projects[0]!.id, traceId } };
}

it('goes on when a caller hangs up while a large answer is on its way', async () => {
  const { call, trace } = await openConsole();
  for (let i = 0; i < 50; i += 1) {
    // From at once to after the answer: somewhere in between it is just being sent.
    const hangUp = AbortSignal.timeout(i);
    await call('traces/open', trace, hangUp)
      .then((answer) => answer.arrayBuffer())
      .catch(() => undefined);
  }
  const whole = await call('traces/open', trace);
  expect(whole.headers.get('content-type')).toContain('multipart/form-data');
  const form = await whole.formData();
  const table = [...form.values()].find((value) => value instanceof Blob);
  expect(table?.size).toBeGreaterThan(SPANS * 8);
});
