import { expect, it } from 'vitest';
import { CALLS } from '../../contract/permission-table.ts';
import { createTestFolder, openTestCollector } from '../../support/open-test-collector.ts';
import { runCommand } from '../../support/run-command.ts';
import { plantTelemetry } from './planted-telemetry.ts';

/** Reads over REST, by the path each route has; a test compares them with the contract. */
const ROUTES: Readonly<Record<string, readonly object[]>> = {
  'POST /projects/{projectId}/traces/search': [{}, { sort: 'tokens' }, { sort: 'cost' }],
  'POST /projects/{projectId}/traces/follow': [{ forSeconds: 1 }],
  'POST /projects/{projectId}/traces/histogram': [{}],
  'POST /projects/{projectId}/traces/facets': [{}],
  'POST /projects/{projectId}/traces/suggestions': [{}, { key: 'user.id' }, { field: 'user' }],
  'GET /projects/{projectId}/traces/{traceId}': [{}],
  'GET /projects/{projectId}/traces/{traceId}/logs': [{}],
  'GET /projects/{projectId}/traces/{traceId}/marks': [{}],
  'POST /projects/{projectId}/traces/{traceId}/spans/{spanId}/linked-from': [{}],
  'POST /projects/{projectId}/export': [{ format: 'otlp-jsonl' }, { format: 'csv' }],
  'GET /projects/{projectId}/hidden-fields': [{}],
  'GET /projects/{projectId}/tags': [{}],
  'GET /projects/{projectId}/traces/{traceId}/annotations': [{}],
  'POST /projects/{projectId}/analytics/series': [
    {},
    { groupBy: 'user' },
    { groupBy: 'model' },
    { counted: 'spans', groupBy: 'user.id' },
  ],
  'POST /projects/{projectId}/traces/groups': [{ by: 'user' }, { by: 'user.id' }],
  'POST /projects/{projectId}/analytics/services': [{}],
  'POST /projects/{projectId}/analytics/errors': [{}],
  'POST /projects/{projectId}/analytics/agents': [{}],
  'POST /projects/{projectId}/annotations/search': [{ filter: { pinned: true } }],
  'POST /projects/{projectId}/threads/search': [{ kind: 'session' }, { kind: 'user' }],
};

async function open(visibleTo: ('key:read' | 'key:admin')[], dataDir = createTestFolder()) {
  const collector = await openTestCollector({ dataDir });
  const { client } = collector;
  const { project } = await client.projects.create({ name: 'Shop' });
  const projectId = project.id;
  const planted = plantTelemetry();
  const lines = new Blob(
    Object.values(planted.requests).map((request) => `${JSON.stringify(request)}\n`),
  );
  await client.transfer.importFile({ projectId, file: lines });
  await client.visibility.create({
    projectId,
    pattern: '*',
    match: 'glob',
    scopes: ['resource', 'scope', 'span', 'event', 'link', 'log', 'metric', 'message'],
    hide: 'value',
    visibleTo,
    note: '',
  });
  const told = (text: string) => planted.secrets.filter((secret) => text.includes(secret.text));
  return { collector, client, projectId, planted, told, dataDir };
}

it('every route that reads telemetry is in the list', () => {
  const routes = CALLS.filter(
    ({ meta, route }) => meta.permission === 'traces:read' && route.path !== undefined,
  ).map(({ route }) => `${route.method} ${route.path}`);
  expect(Object.keys(ROUTES).toSorted()).toEqual(routes.toSorted());
});

it('REST tells keys what their scope may see', async () => {
  const { collector, client, projectId, planted, told } = await open(['key:admin']);
  const read = async (scope: 'read' | 'admin' | 'ingest') => {
    const { secret } = await client.keys.create({ projectId, scopes: [scope] });
    const texts: string[] = [];
    const statuses = new Set<number>();
    for (const [route, bodies] of Object.entries(ROUTES)) {
      const [method, path] = route.split(' ') as [string, string];
      const url = path
        .replace('{projectId}', projectId)
        .replace('{traceId}', planted.traceId)
        .replace('{spanId}', planted.spanIds[0]!);
      for (const body of bodies) {
        const answer = await fetch(`${collector.url}/api/v1${url}`, {
          method,
          headers: { 'x-api-key': secret, 'content-type': 'application/json' },
          ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
        });
        statuses.add(answer.status);
        texts.push(await answer.text());
      }
    }
    return { text: texts.join('\n'), statuses };
  };
  const reader = await read('read');
  expect(told(reader.text)).toEqual([]);
  expect(reader.text).toContain('[hidden]');
  // Orders by what is hidden are refused.
  expect(reader.statuses).toEqual(new Set([200, 403]));
  const admin = await read('admin');
  expect(told(admin.text).length).toBeGreaterThan(200);
  expect(admin.statuses).toEqual(new Set([200]));
  const { secret } = await client.keys.create({ projectId, scopes: ['read'] });
  const split = await fetch(`${collector.url}/api/v1/projects/${projectId}/analytics/series`, {
    method: 'POST',
    headers: { 'x-api-key': secret, 'content-type': 'application/json' },
    body: JSON.stringify({ counted: 'spans', groupBy: '"span.text"' }),
  });
  expect([split.status, await split.text()]).toEqual([403, expect.stringContaining('span.text')]);
  expect((await read('ingest')).statuses).toEqual(new Set([403]));
});

it('a key cannot look as somebody else', async () => {
  const { collector, client, projectId, planted } = await open(['key:read']);
  const { secret } = await client.keys.create({ projectId, scopes: ['admin'] });
  const url = `${collector.url}/api/v1/projects/${projectId}/traces/${planted.traceId}?viewAs=key:read`;
  expect((await fetch(url, { headers: { 'x-api-key': secret } })).status).toBe(403);
});

it('the command shows what others see', async () => {
  const { dataDir, planted, told } = await open([]);
  const at = ['--project', 'Shop', '--data-dir', dataDir];
  const reads = [
    ['traces', '--json', ...at],
    ['trace', planted.traceId, ...at],
    ['export', '--output', '-', '--signal', 'traces', 'logs', 'metrics', ...at],
  ];
  for (const read of reads) {
    const own = await runCommand(...read);
    expect(told(own.stdout).length).toBeGreaterThan(2);
    const others = await runCommand(...read, '--view-as', 'key:read');
    expect([others.code, told(others.stdout + others.stderr)]).toEqual([0, []]);
  }
  expect((await runCommand(...reads[0]!, '--view-as', 'nobody')).code).toBe(2);
});

it('the command lists, adds and removes rules', async () => {
  const { dataDir } = await open([]);
  const at = ['--project', 'Shop', '--data-dir', dataDir, '--json'];
  const run = async (...args: string[]) =>
    JSON.parse((await runCommand('visibility', ...args, ...at)).stdout);
  const places = ['--in', 'span', 'message', '--visible-to', 'key:admin', 'read-only'];
  const { rule } = await run('add', 'user.', '--match', 'prefix', ...places);
  expect(rule).toMatchObject({
    pattern: 'user.',
    match: 'prefix',
    scopes: ['span', 'message'],
    hide: 'value',
    visibleTo: ['key:admin', 'project_read_only'],
  });
  expect((await run('list')).rules).toHaveLength(2);
  await run('remove', rule.id);
  expect((await run('list')).rules).toHaveLength(1);
  // An Owner is one of the organization and one of the project.
  const twice = await runCommand('visibility', 'add', 'x', '--visible-to', 'Owner', ...at);
  expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('project_owner')]);
});
