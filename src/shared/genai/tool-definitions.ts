import {
  arrayOf,
  firstOf,
  firstTextOf,
  isObject,
  objectOf,
  type JsonObject,
} from './json-value.ts';
import type { JsonValue, ToolDefinition } from './llm-view.ts';
import { indexed, type SpanAttributes } from './span-attributes.ts';

/**
 * Tools in the shape of OpenAI (`{type, function: {name, description, parameters}}`), Anthropic (`input_schema`),
 * Gemini (`functionDeclarations`), Bedrock (`tools: [{toolSpec}]`), the AI SDK (`inputSchema`) or the GenAI conventions;
 * each may be JSON text. An object without a list is read as tools by name.
 */
export function toolsOf(value: JsonValue | undefined): ToolDefinition[] {
  const list = isObject(value) ? (firstOf(value, 'tools') ?? byName(value)) : value;
  return arrayOf(list).flatMap((item) => {
    const tool = objectOf(item);
    if (tool === undefined) return [];
    const declared = arrayOf(firstOf(tool, 'functionDeclarations', 'function_declarations'));
    const bodies = declared.length > 0 ? declared.filter(isObject) : [bodyOf(tool)];
    return bodies.map((body) => toolOf(body)).filter((definition) => definition.name !== '');
  });
}

/**
 * The tools a span names: `gen_ai.tool.definitions` (conventions), `ai.prompt.tools` (AI SDK), `llm.tools.N.tool.*`
 * (OpenInference), `llm.request.functions.N.*` (OpenLLMetry); the first that has any.
 */
export function toolsOfSpan(attributes: SpanAttributes): ToolDefinition[] {
  const sources = [
    () => toolsOf(attributes.json('gen_ai.tool.definitions')),
    () => toolsOf(attributes.json('ai.prompt.tools')),
    () => indexed(attributes.tree('llm.tools.')).flatMap((node) => openInferenceTool(node)),
    () => toolsOf([...indexed(attributes.tree('llm.request.functions.'))]),
    () => toolsOf(attributes.json('llm.tools')),
  ];
  for (const source of sources) {
    const tools = source();
    if (tools.length > 0) return tools;
  }
  return [];
}

function openInferenceTool(node: JsonValue): ToolDefinition[] {
  const tool = isObject(node) ? node['tool'] : undefined;
  if (!isObject(tool)) return [];
  const schema = objectOf(tool['json_schema']);
  return toolsOf([schema ?? tool]);
}

function bodyOf(tool: JsonObject): JsonObject {
  const body = firstOf(tool, 'function', 'toolSpec');
  return isObject(body) ? body : tool;
}

function toolOf(tool: JsonObject): ToolDefinition {
  const schema = firstOf(
    tool,
    'parameters',
    'input_schema',
    'inputSchema',
    'parametersJsonSchema',
    'json_schema',
  );
  const parsed = objectOf(schema) ?? schema ?? null;
  return {
    name: firstTextOf(tool, 'name', 'type'),
    description: firstTextOf(tool, 'description'),
    // Bedrock wraps its schema once more.
    parameters: isObject(parsed) && isObject(parsed['json']) ? parsed['json'] : parsed,
  };
}

function byName(tools: JsonObject): JsonValue[] {
  return Object.entries(tools).flatMap(([name, tool]) =>
    isObject(tool) ? [{ name, ...tool }] : [],
  );
}
