import { expect, test } from 'vitest';
import type { RedactionRules } from '../../../src/shared/contract/redaction.ts';
import type { SpanDetail } from '../../../src/shared/span-detail.ts';
import { exportRequest } from '../../support/export-request.ts';
import { openWithPeople } from '../../support/people.ts';
import { newTraceId } from '../../support/ids.ts';

const TEXT = 'ada@corp.io and eve@corp.io at 8.8.4.4, card 4111 1111 1111 1111, badge E-123456';

/** What the span panel is told of a span that holds {@link TEXT}, stored under these rules. */
async function detailUnder(rules: Partial<RedactionRules>): Promise<SpanDetail> {
  const { owner } = await openWithPeople();
  const { project } = await owner.projects.create({ name: 'Shop' });
  const projectId = project.id;
  await owner.redaction.set({ projectId, mode: 'on', ...rules });
  const traceId = newTraceId();
  const spanId = '00f067aa0ba902b7';
  const attributes = { 'input.text': TEXT };
  const request = exportRequest([{ traceId, spanId, name: 'chat', attributes }]);
  const lines = new Blob([JSON.stringify(request)]);
  await owner.transfer.importFile({ projectId, file: lines });
  const { traces } = await owner.traces.list({ projectId });
  expect(traces).toHaveLength(1);
  const { detail } = await owner.traces.span({ projectId, traceId, spanId });
  return JSON.parse(await detail.text()) as SpanDetail;
}

const BADGE = { id: 'badge', type: 'BADGE', kind: 'pattern', pattern: 'E-[0-9]{6}' } as const;

test.each([
  ['the usual replacements', {}],
  ['pseudonyms', { replacement: { kind: 'pseudonym' } }],
  ['a template of their own', { replacement: { kind: 'text', template: '<<{type}>>' } }],
] as const)('a span says what was redacted in it: %s', async (_name, rules) => {
  const { redactions, attributes } = await detailUnder({ ...rules, rules: [{ ...BADGE }] });
  expect(JSON.stringify(attributes)).not.toContain('corp.io');
  expect(redactions).toEqual([
    { type: 'EMAIL', rule: 'EMAIL', count: 2 },
    expect.objectContaining({ count: 1 }),
    expect.objectContaining({ count: 1 }),
    expect.objectContaining({ count: 1 }),
  ]);
  expect(redactions.slice(1)).toEqual(
    expect.arrayContaining([
      { type: 'CREDIT_CARD', rule: 'CREDIT_CARD', count: 1 },
      { type: 'IP', rule: 'IP', count: 1 },
      { type: 'BADGE', rule: 'badge', count: 1 },
    ]),
  );
});

test('masks are told from stars of the sender by the rules, as kinds where that is sure', async () => {
  const { redactions, redactionMarks } = await detailUnder({ replacement: { kind: 'mask' } });
  expect(redactions).toEqual(
    expect.arrayContaining([
      { type: 'EMAIL', rule: 'EMAIL', count: 2 },
      { type: 'REDACTED', rule: 'REDACTED', count: 2 },
    ]),
  );
  expect(redactionMarks).toContainEqual({ type: 'EMAIL', look: 'mask' });
});

test('one text for all kinds is a replacement of some kind; a plain word is the word of anybody', async () => {
  const marked = await detailUnder({ replacement: { kind: 'text', template: '[gone]' } });
  expect(marked.redactions).toEqual([{ type: 'REDACTED', rule: 'REDACTED', count: 4 }]);
  const plain = await detailUnder({ replacement: { kind: 'text', template: 'gone' } });
  expect(plain.redactions).toEqual([]);
});
