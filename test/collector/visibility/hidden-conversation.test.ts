import { expect, it } from 'vitest';
import { HIDDEN_VALUE, type HideKind } from '../../../src/shared/visibility.ts';
import { openTestCollector } from '../../support/open-test-collector.ts';
import { detailOf } from './read-paths.ts';

const SPAN = { traceId: '7f3ac0ffee000000000000000000c91e', spanId: '00000000000000a1' };
const text = (value: string) => ({ stringValue: value });

/** A model call whose question is in an attribute of its span, and whose answer is in a log record. */
async function open(hide: HideKind) {
  const { client } = await openTestCollector();
  const projectId = (await client.projects.list()).projects[0]!.id;
  const messages = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'secret' }] }]);
  const attributes = [
    { key: 'gen_ai.operation.name', value: text('chat') },
    { key: 'gen_ai.request.model', value: text('m-1') },
    { key: 'gen_ai.input.messages', value: text(messages) },
    { key: 'user', value: { kvlistValue: { values: [{ key: 'email', value: text('secret') }] } } },
  ];
  const spans = [
    { ...SPAN, name: 'chat', startTimeUnixNano: '1', endTimeUnixNano: '2', attributes },
  ];
  const body = { kvlistValue: { values: [{ key: 'content', value: text('secret') }] } };
  const logRecords = [{ ...SPAN, eventName: 'gen_ai.assistant.message', timeUnixNano: '1', body }];
  const documents = [
    { resourceSpans: [{ scopeSpans: [{ spans }] }] },
    { resourceLogs: [{ scopeLogs: [{ logRecords }] }] },
  ];
  const lines = new Blob(documents.map((document) => `${JSON.stringify(document)}\n`));
  await client.transfer.importFile({ projectId, file: lines });
  const rule = { projectId, hide, visibleTo: [], note: '' };
  await client.visibility.create({ ...rule, pattern: '*', match: 'glob', scopes: ['message'] });
  await client.visibility.create({ ...rule, pattern: '*email', match: 'glob', scopes: ['span'] });
  const planted = { secrets: [], traceId: SPAN.traceId, spanIds: [SPAN.spanId] };
  const target = { projectId, planted: { ...planted, requests: {} as never } };
  return (viewAs?: 'key:read') =>
    detailOf(client, { ...target, ...(viewAs === undefined ? {} : { viewAs }) }, SPAN.spanId);
}

it('a conversation whose messages are hidden says so', async () => {
  const detail = await (await open('value'))('key:read');
  expect(JSON.stringify(detail)).not.toContain('secret');
  expect(detail.llm?.input.map(({ parts }) => parts)).toEqual([
    [{ kind: 'text', text: HIDDEN_VALUE }],
  ]);
  const marked = detail.attributes.filter(({ hidden }) => hidden);
  expect(marked).toEqual([
    { key: 'gen_ai.input.messages', value: { type: 'string', value: HIDDEN_VALUE }, hidden: true },
  ]);
  expect(detail.attributes.find(({ key }) => key === 'user')?.value).toEqual({
    type: 'kvlist',
    value: [{ key: 'email', value: { type: 'string', value: HIDDEN_VALUE }, hidden: true }],
  });
  expect(detail.genAi.model).toBe('m-1');
});

it('of a conversation whose keys are hidden nothing is there', async () => {
  const read = await open('key');
  const detail = await read('key:read');
  // That something was said stays: a log record is no attribute.
  expect(detail.llm?.input.flatMap(({ parts }) => parts)).toEqual([]);
  expect(detail.attributes.map(({ key }) => key)).toEqual([
    'gen_ai.operation.name',
    'gen_ai.request.model',
    'user',
  ]);
  expect(JSON.stringify((await read()).llm)).toContain('secret');
});
