import { expect, test } from 'vitest';
import { WireWriter } from '../../../src/main/collector/otlp/wire-writer.ts';
import { policyFrom, FIRST_RULES } from '../../../src/main/collector/redaction/stored-rules.ts';
import { createRedactor, loadRedaction } from '../../../src/main/collector/redaction/redact.ts';
import type { PiiType } from '../../../src/main/collector/redaction/pii-type.ts';
import type { RedactionRules } from '../../../src/shared/contract/redaction.ts';
import { exportRequest } from '../../support/export-request.ts';
import { newTraceId } from '../../support/ids.ts';
import { openWithPeople } from '../../support/people.ts';

type CustomRule = RedactionRules['rules'][number];

const EMPLOYEE: CustomRule = {
  id: 'emp',
  type: 'EMPLOYEE',
  kind: 'keywords',
  keywords: ['Lovelace'],
};

async function setUp() {
  const { owner } = await openWithPeople();
  const { project } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  await owner.redaction.setInstance({ requiredTypes: ['EMAIL'] });
  const store = async (name: string, attributes: Record<string, string>) => {
    const traceId = newTraceId();
    const lines = new Blob([JSON.stringify(exportRequest([{ traceId, name, attributes }]))]);
    await owner.transfer.importFile({ projectId, file: lines });
    const { traces } = await owner.traces.list({ projectId });
    return traces.find((trace) => trace.traceId === traceId)!;
  };
  const counts = async () => {
    const { rows } = await owner.redaction.audit({ projectId });
    return rows.map(({ mode, type, key, count }) => `${mode} ${type} ${key} ${count}`).sort();
  };
  return { owner, projectId, store, counts };
}

test('a project that only detects counts what the instance does not require and changes nothing of it', async () => {
  const { owner, projectId, store, counts } = await setUp();
  await owner.redaction.set({
    projectId,
    mode: 'detect',
    rules: [EMPLOYEE],
    dropKeys: ['internal.note'],
  });
  const { name } = await store('ada@corp.io Lovelace at 8.8.4.4', {
    'client.address': '8.8.4.4',
    'internal.note': 'x',
    'user.email': 'ada@corp.io',
  });
  expect(name).toBe('[EMAIL] Lovelace at 8.8.4.4');
  expect(await counts()).toEqual([
    'detect ATTRIBUTE internal.note 1',
    'detect EMPLOYEE name 1',
    'detect IP client.address 1',
    'detect IP name 1',
    'on EMAIL name 1',
    'on EMAIL user.email 1',
  ]);
  const { rows } = await owner.redaction.audit({ projectId, mode: 'detect', type: 'IP' });
  expect(rows.map(({ service, count }) => [service, count])).toEqual([
    ['test', 1],
    ['test', 1],
  ]);
});

test('a project that is off counts only what the instance requires', async () => {
  const { owner, projectId, store, counts } = await setUp();
  await owner.redaction.set({ projectId, mode: 'off', rules: [EMPLOYEE] });
  await store('ada@corp.io Lovelace at 8.8.4.4', {});
  expect(await counts()).toEqual(['on EMAIL name 1']);
});

test('what is said of traces is counted and kept in the same way, with patterns too', async () => {
  const { owner, projectId, store, counts } = await setUp();
  const pattern: CustomRule = {
    ...EMPLOYEE,
    kind: 'pattern',
    keywords: undefined,
    pattern: 'Love.ace',
  };
  for (const rules of [[], [pattern]]) {
    await owner.redaction.set({ projectId, mode: 'detect', rules });
    const { traceId } = await store('plain', {});
    const text = 'ada@corp.io: Lovelace, 8.8.4.4';
    const note = await owner.annotations.addNote({ projectId, traceId, text });
    expect(note.text).toBe('[EMAIL]: Lovelace, 8.8.4.4');
  }
  expect(await counts()).toEqual([
    'detect EMPLOYEE annotation.note 1',
    'detect IP annotation.note 2',
    'on EMAIL annotation.note 2',
  ]);
});

/** What a record with this name becomes, and what is counted, in a project that detects where one kind is required. */
function counted(required: PiiType, text: string, own: Partial<RedactionRules> = {}) {
  const rules = {
    ...FIRST_RULES,
    mode: 'detect' as const,
    rules: [{ ...EMPLOYEE, keywords: ['corp'] }],
    ...own,
  };
  const instance = { defaultMode: 'off' as const, requiredTypes: [required] };
  const redactor = createRedactor(policyFrom('prj', rules, instance, ''));
  const out = new WireWriter(64);
  out.stringField(5, text);
  const before = out.finish();
  const after = Buffer.from(redactor.redact('span', before));
  const rows = redactor
    .takeCounts()
    .map(({ type, mode = 'on', count }) => `${mode} ${type} ${count}`);
  return { isSame: after.equals(before), text: after.toString('latin1'), rows };
}

test('what must go wins over what is only counted where both lie in one place', async () => {
  await loadRedaction();
  const secret = counted('SECRET', 'https://ada:pw12345@example.org/');
  expect(secret.text).toContain('https://ada:[SECRET]@example.org/');
  expect(secret.rows).toEqual(['on SECRET 1']);
  const email = counted('EMAIL', 'ada@corp.io of corp');
  expect(email.text).toContain('[EMAIL] of corp');
  expect(email.rows).toEqual(['on EMAIL 1', 'detect EMPLOYEE 1']);
  const none = counted('IBAN', 'ada@example.org');
  expect(none.isSame).toBe(true);
  expect(none.rows).toEqual(['detect EMAIL 1']);
});

test('rules of its own alone are reason enough to count in a project that looks for no other kind', async () => {
  await loadRedaction();
  expect(counted('EMAIL', 'ada@corp.io of corp', { types: ['EMAIL'] }).rows).toEqual([
    'on EMAIL 1',
    'detect EMPLOYEE 1',
  ]);
  const one = { types: ['EMAIL' as const], rules: [] };
  expect(counted('EMAIL', 'of corp', one).rows).toEqual([]);
});

test('what a project lets pass goes all the same where it is of a kind that the instance requires', async () => {
  await loadRedaction();
  const text = 'ada@corp.io, 8.8.4.4, 10.0.0.1';
  const allowed = {
    mode: 'on' as const,
    types: ['EMAIL' as const, 'IP' as const],
    rules: [],
    allowDomains: ['corp.io'],
    allowAddresses: ['8.8.4.4'],
    allowPrivateAddresses: true,
  };
  expect(counted('IBAN', text, allowed).text).toContain(text);
  expect(counted('EMAIL', text, allowed).text).toContain('[EMAIL], 8.8.4.4, 10.0.0.1');
  expect(counted('IP', text, allowed).text).toContain('ada@corp.io, [IP], [IP]');
});
