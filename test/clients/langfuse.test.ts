import { expect, it } from 'vitest';
import { openTestCollector } from '../support/open-test-collector.ts';
import { runProgram } from './support/run-program.ts';
import { conversation, defaultProject, listTraces, onlyTrace } from './support/seen-trace.ts';

it('Langfuse: address and key pair are all that changes', async () => {
  const collector = await openTestCollector();
  const { client, url } = collector;
  const { project } = await client.projects.create({ name: 'Support' });
  const pair = await client.keys.create({ projectId: project.id, kind: 'pair' });
  await runProgram('programs/langfuse.mjs', {
    LANGFUSE_BASE_URL: url,
    LANGFUSE_PUBLIC_KEY: pair.publicKey!,
    LANGFUSE_SECRET_KEY: pair.secret,
    LANGFUSE_TRACING_ENVIRONMENT: 'staging',
    LANGFUSE_RELEASE: '2.0.0',
  });
  expect(await listTraces(collector, await defaultProject(collector))).toEqual([]);
  const trace = await onlyTrace(collector, project.id);
  expect(trace.summary).toMatchObject({
    name: 'support chat',
    environment: 'staging',
    release: '2.0.0',
    session: 'session-42',
    user: 'ada',
    spanCount: 4,
    model: 'gpt-4.1-mini',
    // Langfuse counts cached tokens beside the input; elsewhere they are part of it.
    inputTokens: 120,
    cachedTokens: 100,
    outputTokens: 14,
    costUsd: 0.003,
    errorCount: 1,
  });
  const operations = trace.spans.map(({ name, genAi }) => [name, genAi.operation]);
  expect(operations.toSorted()).toEqual([
    ['look up', 'retrieval'],
    ['send mail', 'execute_tool'],
    ['support chat', 'invoke_agent'],
    ['write answer', 'chat'],
  ]);
  for (const name of ['look up', 'send mail', 'write answer']) {
    expect(trace.parentOf(name)).toBe('support chat');
  }
  const generation = trace.span('write answer');
  expect(generation).toMatchObject({ costUsd: 0.003, costSource: 'span' });
  expect(conversation(generation)).toEqual({
    input: [['user', 'What is a span?']],
    output: [['assistant', 'One operation.']],
  });
  expect(generation.llm!.parameters).toEqual([{ key: 'temperature', value: 0.3 }]);
  const tool = trace.span('send mail');
  expect(tool.llm!.toolCall).toMatchObject({ name: 'send mail', arguments: { to: 'ada' } });
  // Langfuse leaves the status of the span alone and says it in an attribute.
  expect(tool.status).toEqual({ code: 2, message: 'mailbox full' });
});
