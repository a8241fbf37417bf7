import { expect, onTestFinished, test, vi } from 'vitest';
import { KeyService } from '../../src/main/collector/keys/key-service.ts';
import { addPerson, openWithPeople } from '../support/people.ts';

/** A project, and requests of an owner of the instance over REST. */
async function open() {
  const world = await openWithPeople();
  const { collector, owner, organizationId } = world;
  const { project } = await owner.projects.create({ name: 'Shop' });
  const ann = { email: 'ann@example.org', roleId: 'organization_owner' };
  const { token } = await addPerson(world, organizationId, ann);
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${collector.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { message } = (await answer.json()) as { message?: string };
    return [answer.status, message];
  };
  const sendFiles = async (...files: (string | File)[]) => {
    const body = new FormData();
    for (const file of files) body.append('file', file);
    const answer = await fetch(`${collector.url}/api/v1/projects/${project.id}/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
    });
    const { message } = (await answer.json()) as { message?: string };
    return [answer.status, message];
  };
  return { ask, sendFiles, at: `/projects/${project.id}`, log: collector.log };
}

test('what a field of redaction rules takes is said in plain words, in whatever form it came', async () => {
  const { ask, at } = await open();
  const kinds = 'EMAIL, CREDIT_CARD, US_SSN, PHONE, IP, IBAN, SECRET';
  const refused: [body: object, message: string][] = [
    [{ mode: 7 }, 'mode: It takes a text.'],
    [{ types: 'EMAIL' }, 'types: It takes a list.'],
    [{ types: ['nope'] }, `types.0: One of: ${kinds}, all.`],
    [
      { replacement: 'nope' },
      'replacement: One of: text, mask, pseudonym, remove; or a text with {type}.',
    ],
    [{ replacement: { kind: 'nope' } }, 'replacement.kind: One of: text, mask, pseudonym, remove.'],
    [{ replacement: {} }, 'replacement.kind: Missing: it takes a text.'],
    [
      { replacement: { kind: 'text', template: 'x'.repeat(65) } },
      'replacement.template: At most 64 characters.',
    ],
    [{ replacements: { NOPE: 'mask' } }, `replacements.NOPE: One of: ${kinds}.`],
    [{ dropKeys: [''] }, 'dropKeys.0: It must not be empty.'],
    [
      { dropKeys: ['user.*.email'] },
      'dropKeys: A * stands at the end of a key only, for any ending.',
    ],
    [
      { allowDomains: ['https://example.org'] },
      'allowDomains: Domains such as example.org; those below them are meant too.',
    ],
    [
      { allowAddresses: ['10.0.0.0/33'] },
      'allowAddresses.0: It takes an address or a range of them, such as 10.0.0.0/8.',
    ],
    [{ allowPrivateAddresses: 'yes' }, 'allowPrivateAddresses: It takes true or false.'],
    [{ rules: [{ id: 'a', type: 'A', kind: 'glob' }] }, 'rules.0.kind: One of: keywords, pattern.'],
  ];
  for (const [body, message] of refused) {
    expect([body, await ask('PUT', `${at}/redaction`, body)]).toEqual([body, [400, message]]);
  }
  const long = { text: 'x'.repeat(100_001) };
  expect(await ask('POST', `${at}/redaction/test`, long)).toEqual([
    400,
    'text: At most 100,000 characters.',
  ]);
});

test('missing fields, amounts and times are told with what they take', async () => {
  const { ask, at } = await open();
  expect(await ask('POST', `${at}/redaction/past/rewrite`, {})).toEqual([
    400,
    'confirm: Missing: it takes a text.',
  ]);
  expect(await ask('POST', `${at}/deletions/count`, { target: { kind: 'all' } })).toEqual([
    400,
    'target.kind: One of: trace, traces, filter, attribute.',
  ]);
  expect(await ask('GET', `${at}/redaction/audit?from=yesterday&limit=x`)).toEqual([
    400,
    'from: Takes a time such as 2026-01-31T12:00:00Z. limit: It takes a number.',
  ]);
  expect(await ask('GET', `${at}/redaction/audit?limit=99999`)).toEqual([
    400,
    'limit: At most 10,000.',
  ]);
  expect(await ask('PUT', `${at}/retention`, { traces: { days: '7' } })).toEqual([
    400,
    'traces.days: It takes a number.',
  ]);
  // No body says as little as an empty one.
  expect(await ask('PATCH', '/session/profile')).toEqual([200, undefined]);
});

test('no file, a text and several files in one import are told what to do', async () => {
  const { sendFiles } = await open();
  const file = new File(['{}'], 'a.json');
  expect(await sendFiles()).toEqual([400, 'file: Missing: it takes a file.']);
  expect(await sendFiles('{}')).toEqual([400, 'file: It takes a file.']);
  expect(await sendFiles(file, file)).toEqual([
    400,
    'file: It takes one file: send each of several in a request of its own.',
  ]);
});

test('names that do not show as they are, and so could pass for others, are refused', async () => {
  const { ask, at } = await open();
  const message = 'Without line breaks and control characters.';
  for (const name of ['a\nb', 'a\u0000b', 'a\u202eb', 'a\ud800', 'a\u200bb']) {
    expect(await ask('POST', `${at}/keys`, { name })).toEqual([400, `name: ${message}`]);
    expect(await ask('POST', `${at}/keys`, { environment: name })).toEqual([
      400,
      `environment: ${message}`,
    ]);
    expect(await ask('POST', '/projects', { name })).toEqual([400, `name: ${message}`]);
    expect(await ask('PATCH', at, { name })).toEqual([400, `name: ${message}`]);
  }
  expect((await ask('PATCH', at, { name: 'Läden 店 🛒' }))[0]).toBe(200);
});

test('of what went wrong inside nothing is told but an id, under which the log has it', async () => {
  const { ask, at, log } = await open();
  const failing = vi.spyOn(KeyService.prototype, 'list');
  onTestFinished(() => failing.mockRestore());
  failing.mockRejectedValueOnce(new Error('no such column: token of ada@corp.io'));
  const [status, message] = await ask('GET', `${at}/keys`);
  expect(status).toBe(500);
  const id = /^Something went wrong inside the collector; .* under ([0-9a-f-]{36})\.$/.exec(
    String(message),
  )?.[1];
  expect(log.lines.filter((line) => line.includes(id!))).toHaveLength(1);
  expect((await ask('GET', `${at}/keys`))[0]).toBe(200);
});
