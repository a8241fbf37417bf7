import { randomBytes } from 'node:crypto';

const attribute = (key: string, value: string | number) =>
  typeof value === 'number'
    ? { key, value: { intValue: String(value) } }
    : { key, value: { stringValue: value } };

const attributes = (values: Record<string, string | number>) =>
  Object.entries(values).map(([key, value]) => attribute(key, value));

const chat = (input: unknown[], output: unknown, tokens: [number, number]) => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'spanward',
  'gen_ai.request.model': 'test-model',
  'gen_ai.usage.input_tokens': tokens[0],
  'gen_ai.usage.output_tokens': tokens[1],
  'gen_ai.input.messages': JSON.stringify(input),
  'gen_ai.output.messages': JSON.stringify([output]),
});

/**
 * A small agent run, for the "Send a test trace" button: an agent, a model call that asks for a tool, the
 * tool, and the answer. The model is made up, so that nobody takes its tokens for spending.
 *
 * @param nowMs when the trace ends, milliseconds since the epoch
 * @returns its id and an OTLP/JSON export request
 */
export function encodeTestTrace(nowMs: number): { traceId: string; body: Uint8Array } {
  const traceId = randomBytes(16).toString('hex');
  const ids = Array.from({ length: 4 }, () => randomBytes(8).toString('hex'));
  const at = (offsetMs: number) => `${nowMs - 1840 + offsetMs}000000`;
  const span = (
    index: number,
    parent: number | null,
    name: string,
    kind: number,
    from: number,
    to: number,
    values: Record<string, string | number>,
  ) => ({
    traceId,
    spanId: ids[index],
    ...(parent === null ? {} : { parentSpanId: ids[parent] }),
    name,
    kind,
    startTimeUnixNano: at(from),
    endTimeUnixNano: at(to),
    attributes: attributes(values),
    status: { code: 1 },
  });
  const system = {
    role: 'system',
    parts: [{ type: 'text', content: 'Answer in one short sentence.' }],
  };
  const user = {
    role: 'user',
    parts: [{ type: 'text', content: 'What is the weather in Lisbon?' }],
  };
  const call = {
    type: 'tool_call',
    id: 'call_1',
    name: 'get_weather',
    arguments: { city: 'Lisbon' },
  };
  const result = {
    type: 'tool_call_response',
    id: 'call_1',
    response: { sky: 'sunny', celsius: 21 },
  };
  const answer = {
    role: 'assistant',
    parts: [{ type: 'text', content: 'It is sunny in Lisbon, 21 °C.' }],
  };
  const asked = { role: 'assistant', parts: [call] };
  const spans = [
    span(0, null, 'invoke_agent weather', 1, 0, 1840, {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'weather',
      'gen_ai.conversation.id': 'test-conversation',
    }),
    span(1, 0, 'chat test-model', 3, 40, 780, chat([system, user], asked, [46, 17])),
    span(2, 0, 'execute_tool get_weather', 1, 800, 1010, {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'get_weather',
      'gen_ai.tool.call.id': 'call_1',
      'gen_ai.tool.call.arguments': JSON.stringify(call.arguments),
      'gen_ai.tool.call.result': JSON.stringify(result.response),
    }),
    span(
      3,
      0,
      'chat test-model',
      3,
      1030,
      1810,
      chat([system, user, asked, { role: 'tool', parts: [result] }], answer, [81, 12]),
    ),
  ];
  const resource = {
    attributes: attributes({
      'service.name': 'spanward-test',
      'deployment.environment.name': 'test',
    }),
  };
  const request = {
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'spanward' }, spans }] }],
  };
  return { traceId, body: new TextEncoder().encode(JSON.stringify(request)) };
}
