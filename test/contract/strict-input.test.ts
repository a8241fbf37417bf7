import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { expect, it, test } from 'vitest';
import { z } from 'zod';
import { unknownFields } from '../../src/main/collector/api/unknown-fields.ts';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { addPerson, openWithPeople } from '../support/people.ts';
import { CALLS } from './permission-table.ts';

/** A project with two traces, and requests of its owner and of a key that may read. */
async function open() {
  const world = await openWithPeople();
  const { collector, owner, organizationId } = world;
  const { project, key } = await owner.projects.create({ name: 'Shop' });
  const reader = await owner.keys.create({ projectId: project.id, scopes: ['read'] });
  await postTraces(collector.url, exportRequest([{ name: 'a' }, { name: 'b', error: true }]), {
    'x-api-key': key.secret,
  });
  const ann = { email: 'ann@example.org', roleId: 'organization_owner' };
  const { token } = await addPerson(world, organizationId, ann);
  const ask = async (
    secret: string,
    method: string,
    path: string,
    body?: string,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    // By hand: fetch sends no body with a GET.
    const asked = request(`${collector.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, text: await readText(answer) };
  };
  return { owner, token, reader: reader.secret, at: `/projects/${project.id}`, project, ask };
}

it('what REST does not know is refused by its name, and nothing is deleted or exported', async () => {
  const { owner, token, reader, at, project, ask } = await open();
  const confirm = project.name;
  const target = { kind: 'filter', filter: { status: 'error' } };
  const refused: [method: string, path: string, body: string | undefined, field: string][] = [
    ['POST', `${at}/traces/search`, '{"filtr":{"status":"error"}}', 'filtr'],
    ['POST', `${at}/traces/search`, '{"filter":{"stat":"error"}}', 'filter.stat'],
    [
      'POST',
      `${at}/traces/search`,
      '{"filter":{"attributes":[{"key":"a","value":"b","op":1}]}}',
      'filter.attributes.0.op',
    ],
    ['POST', `${at}/traces/search`, '{"__proto__":{"limit":1}}', '__proto__'],
    ['POST', `${at}/traces/search`, '{"projectId":"prj_0123456789ab"}', 'projectId'],
    ['POST', `${at}/export`, '{"format":"csv","projectId":"prj_0123456789ab"}', 'projectId'],
    ['POST', `${at}/traces/search?limit=1`, '{}', 'limit'],
    ['POST', `${at}/export`, '{"format":"csv","filtr":{"status":"error"}}', 'filtr'],
    ['POST', `${at}/export`, '{"format":"csv","filter":{"state":"error"}}', 'filter.state'],
    ['POST', `${at}/deletions`, JSON.stringify({ target, confirm, dryRun: true }), 'dryRun'],
    [
      'POST',
      `${at}/deletions`,
      JSON.stringify({ target: { ...target, kept: 1 }, confirm }),
      'target.kept',
    ],
    ['POST', `${at}/retention/sweep`, '{"dryRun":true}', 'dryRun'],
    ['POST', `${at}/retention/sweep?dryRun=true`, undefined, 'dryRun'],
    ['PUT', `${at}/retention`, '{"traces":{"day":1}}', 'traces.day'],
    [
      'PUT',
      `${at}/redaction`,
      '{"replacements":{"EMAIL":{"kind":"mask","keep":4}}}',
      'replacements.EMAIL.keep',
    ],
    ['DELETE', at, JSON.stringify({ confirm, force: true }), 'force'],
    ['GET', `${at}/redaction/audit?typ=EMAIL`, undefined, 'typ'],
    ['GET', `${at}/usage?projectId=prj_0123456789ab`, undefined, 'projectId'],
    ['GET', `${at}/usage?from[x]=2026-11-01`, undefined, 'from'],
    ['GET', `${at}/keys?search=a&search=b`, undefined, 'search'],
    ['GET', `/audit/export?projectId=${project.id}&projectId=prj_x`, undefined, 'projectId'],
    ['GET', `/audit/export?format=csv&projectId=${project.id}&actoin=key.*`, undefined, 'actoin'],
    ['GET', '/whoami?projectId=other', undefined, 'projectId'],
  ];
  for (const [method, path, body, field] of refused) {
    const { status, text } = await ask(token, method, path, body);
    const { code, message } = JSON.parse(text) as { code: string; message: string };
    expect([path, body, status, code, message.split(': ')[0]]).toEqual([
      path,
      body,
      400,
      'invalid',
      field,
    ]);
  }
  // What the transport would take for no fields at all.
  for (const body of ['[]', '"x"', '7', 'null', '[{"filter":{}}]']) {
    for (const path of [`${at}/traces/search`, `${at}/export`]) {
      const answer = await ask(reader, 'POST', path, body);
      expect(answer).toEqual({ status: 400, text: expect.stringContaining('"body: ') });
    }
  }
  const zipped = await ask(reader, 'POST', `${at}/traces/search`, '{}', {
    'content-encoding': 'gzip',
  });
  expect(zipped).toEqual({ status: 415, text: expect.stringContaining('gzip') });
  const asFile = { 'content-disposition': 'attachment; filename="x"' };
  const filed = await ask(reader, 'POST', `${at}/traces/search`, '{"limit":0}', asFile);
  expect(filed).toEqual({ status: 400, text: expect.stringContaining('"limit: ') });
  expect(await ask(token, 'GET', `${at}/redaction/audit`, '{"type":"EMAIL"}')).toEqual({
    status: 400,
    text: expect.stringContaining('"body: a GET has none'),
  });
  const form = ['projectId', 'file'].map(
    (name) =>
      `--x\r\ncontent-disposition: form-data; name="${name}"${name === 'file' ? '; filename="a"' : ''}\r\n\r\nprj_x\r\n`,
  );
  const asForm = { 'content-type': 'multipart/form-data; boundary=x' };
  expect(await ask(token, 'POST', `${at}/import`, `${form.join('')}--x--`, asForm)).toEqual({
    status: 400,
    text: expect.stringContaining('projectId: the address says another one'),
  });
  expect(await ask(reader, 'POST', `${at}/traces/search`)).toMatchObject({ status: 200 });
  // Who may not do it learns nothing of its fields.
  expect(await ask(reader, 'POST', `${at}/retention/sweep`, '{"x":1}')).toMatchObject({
    status: 403,
  });
  expect((await owner.traces.list({ projectId: project.id })).totals).toMatchObject({ traces: 2 });
  const { entries } = await owner.audit.list({ projectId: project.id });
  const actions = entries.map(({ action }) => action);
  expect(actions.filter((action) => /export|delet|swe/.test(action))).toEqual([]);
});

test('fields are looked for in whatever the contract is made of', () => {
  const Leaf = z.object({ a: z.string().optional() });
  const schema = z.object({
    list: z.array(Leaf).default([]),
    map: z.record(z.string(), Leaf.nullable()),
    either: z.union([z.string(), Leaf, Leaf.extend({ b: z.number() })]),
    kind: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('x'), x: z.string() }),
      z.object({ kind: z.literal('y'), y: z.string() }),
    ]),
    piped: Leaf.transform(({ a }) => a),
    own: z.strictObject({}),
    open: z.looseObject({}),
    file: z.instanceof(Blob),
  });
  const input = {
    list: [{ a: 'a' }, { q: 1 }],
    map: { any: { r: 1 }, none: null },
    either: { a: 'a', b: 1 },
    kind: { kind: 'y', y: 'y', x: 'x' },
    piped: { s: 1 },
    own: { t: 1 },
    open: { u: 1 },
    file: new Blob([]),
  };
  const paths = unknownFields(schema, input).map(({ path }) => path.join('.'));
  expect(paths).toEqual(['list.1.q', 'map.any.r', 'kind.x', 'piped.s']);
  expect(unknownFields(undefined, { x: 1 })).toEqual([{ path: ['x'], known: [] }]);
});

test('every kind of schema in the contract is one that is looked into, or a plain value', () => {
  const looked =
    /^(?:object|array|record|union|pipe|optional|nullable|default|prefault|readonly|nonoptional)$/;
  const plain =
    /^(?:string|number|boolean|enum|literal|custom|transform|null|undefined|int|date|never)$/;
  const seen = new Set<unknown>();
  const odd = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if ('_zod' in value && 'def' in value) {
      const { def } = value as z.ZodType;
      if (!looked.test(def.type) && !plain.test(def.type)) odd.add(def.type);
      for (const part of Object.values({ ...def })) walk(part);
      return;
    }
    if (Array.isArray(value)) value.forEach(walk);
    else if (Object.getPrototypeOf(value) === Object.prototype) Object.values(value).forEach(walk);
  };
  for (const { schema, route } of CALLS) if (route.path !== undefined) walk(schema);
  expect([...odd]).toEqual([]);
  expect(seen.size).toBeGreaterThan(200);
});
