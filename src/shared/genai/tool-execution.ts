import type { DecodedSpan } from '../telemetry.ts';
import { firstTextOf, isObject } from './json-value.ts';
import type { JsonValue, Part, ToolExecution } from './llm-view.ts';
import { messageOf } from './message-shape.ts';
import type { SpanAttributes } from './span-attributes.ts';

const NAMES = ['gen_ai.tool.name', 'ai.toolCall.name', 'tool.name', 'mcp.tool.name'] as const;
const IDS = ['gen_ai.tool.call.id', 'ai.toolCall.id', 'tool.id', 'tool_call.id'] as const;
const DESCRIPTIONS = ['gen_ai.tool.description', 'tool.description'] as const;

/** Specific attributes first: conventions, AI SDK, pydantic-ai; then what every kind of span of a dialect has. */
const ARGUMENTS = [
  'gen_ai.tool.call.arguments',
  'ai.toolCall.args',
  'ai.toolCall.input',
  'tool_arguments',
  'tool.parameters',
  'input.value',
  'traceloop.entity.input',
  'langfuse.observation.input',
  'function.kwargs',
  'function.args',
  'mlflow.spanInputs',
  'input',
] as const;

const RESULTS = [
  'gen_ai.tool.call.result',
  'ai.toolCall.result',
  'ai.toolCall.output',
  'tool_response',
  'output.value',
  'traceloop.entity.output',
  'langfuse.observation.output',
  'ai.result',
  'mlflow.spanOutputs',
  'output',
] as const;

/** Attributes whose value tells that a span is the execution of a tool, in lower case. */
const KINDS: readonly (readonly [key: string, value: string])[] = [
  ['gen_ai.operation.name', 'execute_tool'],
  ['openinference.span.kind', 'tool'],
  ['langfuse.observation.type', 'tool'],
  ['traceloop.span.kind', 'tool'],
  ['ai.operationId', 'ai.toolcall'],
  ['ai.span.kind', 'tool'],
  ['mlflow.spanType', '"tool"'],
];

/** The tool a span executed, with its arguments and result; undefined for any other span. */
export function toolExecutionOf(
  attributes: SpanAttributes,
  span: DecodedSpan,
): ToolExecution | undefined {
  const isTool = KINDS.some(([key, value]) => attributes.text(key).toLowerCase() === value);
  if (!isTool && !attributes.has('gen_ai.tool.call.arguments')) return undefined;
  const result = orNull(attributes.firstJson(...RESULTS));
  const answer = answerIn(result);
  return {
    id: attributes.text(...IDS) || (answer?.id ?? ''),
    name: attributes.text(...NAMES, 'traceloop.entity.name') || span.name,
    description: attributes.text(...DESCRIPTIONS),
    arguments: orNull(attributes.firstJson(...ARGUMENTS)),
    result: answer === undefined ? result : answer.content,
  };
}

/** What the tool answered where LangChain made a message of it, which knows the call it answers. */
function answerIn(result: JsonValue): Extract<Part, { readonly kind: 'tool_result' }> | undefined {
  if (!isObject(result)) return undefined;
  const body = [result['data'], result['kwargs']].find((inner) => isObject(inner));
  if (!isObject(body) || firstTextOf(body, 'tool_call_id') === '') return undefined;
  const [part] = messageOf(result, 'tool').parts;
  return part?.kind === 'tool_result' ? part : undefined;
}

function orNull(value: JsonValue | undefined): JsonValue {
  return value ?? null;
}
