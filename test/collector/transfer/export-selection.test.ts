import { expect, it } from 'vitest';
import { readFormats } from '../../support/read-formats.ts';
import { importBytes } from '../../support/files.ts';
import { exportRequest } from '../../support/export-request.ts';
import { addPerson, openWithPeople } from '../../support/people.ts';
import { newTraceId } from '../../support/ids.ts';

/** Three traces of which two are chosen, with an attribute that is hidden from who may only read. */
async function open() {
  const people = await openWithPeople();
  const { owner, collector, organizationId } = people;
  const { project } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const ids = [newTraceId(), newTraceId(), newTraceId()];
  const attributes = { card: 'sesame', mail: 'write to ann@example.com' };
  const spans = ids.map((traceId) => ({ traceId, attributes }));
  await importBytes(owner, projectId, JSON.stringify(exportRequest(spans)));
  await owner.visibility.create({
    projectId,
    pattern: 'card',
    match: 'exact',
    scopes: ['span'],
    hide: 'value',
    visibleTo: [],
    note: '',
  });
  const keyOf = async (scope: 'read' | 'ingest') =>
    (await owner.keys.create({ projectId, scopes: [scope] })).secret;
  const ask = (secret: string, body: object) =>
    fetch(`${collector.url}/api/v1/projects/${projectId}/export`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    });
  return { people, owner, collector, organizationId, projectId, ids, keyOf, ask };
}

it('chosen traces are exported over REST: by who may read, without what is hidden, redacted further, and audited', async () => {
  const { owner, projectId, ids, keyOf, ask } = await open();
  const traceIds = ids.slice(0, 2);
  const secret = await keyOf('read');
  for (const format of ['otlp-jsonl', 'otlp-protobuf', 'bundle', 'jaeger'] as const) {
    const answer = await ask(secret, { format, traceIds, redact: ['EMAIL'] });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const file = await readFormats(new Uint8Array(await answer.arrayBuffer()));
    expect(new Set(file.spans.map(({ traceId }) => traceId))).toEqual(new Set(traceIds));
    const text = JSON.stringify(file.spans);
    expect(text).not.toContain('sesame');
    expect(text).not.toContain('ann@example.com');
  }
  const csv = await (await ask(secret, { format: 'csv', traceIds })).text();
  expect(csv.trim().split('\n')).toHaveLength(3);
  const { entries } = await owner.audit.list({ action: 'traces.exported', projectId });
  expect(entries).toHaveLength(5);
  expect(entries.at(-1)).toMatchObject({
    after: { format: 'otlp-jsonl', traces: 2, redacted: ['EMAIL'] },
  });

  expect((await ask(await keyOf('ingest'), { format: 'csv', traceIds })).status).toBe(403);
  expect((await ask('spw_wrong', { format: 'csv' })).status).toBe(401);
  const wrong = await ask(secret, { format: 'csv', traceIds: ['x'] });
  expect([wrong.status, ((await wrong.json()) as { code: string }).code]).toEqual([400, 'invalid']);
  expect((await ask(secret, { format: 'jaeger', passphrase: 'long enough' })).status).toBe(400);
});

it('a page fetches an export by a ticket that is good once, begun by who may read', async () => {
  const { people, collector, organizationId, projectId, ids } = await open();
  const project = { projectId, roleId: 'project_read_only' };
  const reader = await addPerson(people, organizationId, { email: 'ro@example.org', project });
  const stranger = await addPerson(people, organizationId, { email: 'no@example.org' });
  const page = collector.listeners.console!.url;
  const begin = (token: string) =>
    fetch(`${page}/exports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({
        projectId,
        format: 'otlp-jsonl',
        traceIds: [ids[1]],
        name: `Läden${'\ud83d'}`,
      }),
    });
  expect((await begin('')).status).toBe(401);
  expect((await begin(stranger.token)).ok).toBe(false);
  const { ticket } = (await (await begin(reader.token)).json()) as { ticket: string };
  const fetched = await fetch(`${page}/exports/${ticket}`);
  expect(fetched.headers.get('content-disposition')).toContain(
    "filename*=UTF-8''L%C3%A4den%EF%BF%BD.jsonl",
  );
  const text = await fetched.text();
  expect(text).toContain(ids[1]);
  expect(text).not.toContain(ids[0]);
  expect(text).not.toContain('sesame');
  expect((await fetch(`${page}/exports/${ticket}`)).status).toBe(404);
  // Nobody keeps others from exporting by exports that are never fetched.
  const unfetched = [];
  for (let i = 0; i < 16; i++) unfetched.push((await begin(reader.token)).status);
  expect(unfetched).toEqual([...Array(4).fill(200), ...Array(12).fill(429)]);
  const other = await addPerson(people, organizationId, { email: 'ro2@example.org', project });
  expect((await begin(other.token)).status).toBe(200);
});

it('an export that was begun is not handed out once who began it may no longer read', async () => {
  const { people, collector, organizationId, projectId, ids } = await open();
  const project = { projectId, roleId: 'project_read_only' };
  const reader = await addPerson(people, organizationId, { email: 'ro@example.org', project });
  const page = collector.listeners.console!.url;
  const begun = await fetch(`${page}/exports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${reader.token}` },
    body: JSON.stringify({ projectId, format: 'otlp-jsonl', traceIds: [ids[1]] }),
  });
  const { ticket } = (await begun.json()) as { ticket: string };
  await people.owner.members.remove({ projectId, personId: reader.personId });
  const fetched = await fetch(`${page}/exports/${ticket}`);
  expect(fetched.status).toBe(403);
  expect(await fetched.text()).not.toContain(ids[1]);
});

it('a workspace is not there for anybody but who opened it', async () => {
  const { people, collector, organizationId } = await open();
  const ann = await addPerson(people, organizationId, { email: 'ann@example.org' });
  const ben = await addPerson(people, organizationId, { email: 'ben@example.org' });
  const { project } = await ann.client.files.open({ name: 'secret.jsonl' });
  const projectId = project.id;
  const traceId = newTraceId();
  await importBytes(ann.client, projectId, JSON.stringify(exportRequest([{ traceId }])));
  expect((await ann.client.files.list()).workspaces).toHaveLength(1);
  const refused = expect.objectContaining({ code: 'forbidden' }) as unknown;
  expect((await ben.client.files.list()).workspaces).toEqual([]);
  expect((await ben.client.projects.list()).projects.map(({ id }) => id)).not.toContain(projectId);
  const tries = [
    () => ben.client.traces.list({ projectId }),
    () => ben.client.traces.otlp({ projectId, traceId }),
    () => ben.client.projects.get({ projectId }),
    () => ben.client.files.close({ projectId }),
    () => ben.client.transfer.begin({ projectId }),
    () => ben.client.annotations.addNote({ projectId, traceId, text: 'x' }),
    async () => {
      for await (const _ of await ben.client.transfer.exportFile({ projectId, format: 'csv' }));
    },
    async () => {
      const into = { projectId, workspaceId: projectId };
      for await (const _ of await ben.client.files.importInto(into));
    },
  ];
  for (const [at, attempt] of tries.entries()) {
    await expect(attempt(), String(at)).rejects.toEqual(refused);
  }
  expect(collector.log.lines.join('\n')).not.toContain('secret.jsonl');
});
