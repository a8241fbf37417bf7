import type { SpanTable } from '../../../../shared/span-table.ts';
import type { IconName } from '../../../ui/icons.tsx';

/** What a node of the graph stands for, in the order in which nodes are worth their place. */
export const NODE_KINDS = ['agent', 'model', 'tool', 'service', 'step'] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export const KIND_WORDS: Readonly<
  Record<NodeKind, { readonly one: string; readonly many: string; readonly icon: IconName }>
> = {
  agent: { one: 'Agent', many: 'agents', icon: 'bot' },
  model: { one: 'Model', many: 'models', icon: 'message' },
  tool: { one: 'Tool', many: 'tools', icon: 'tool' },
  service: { one: 'Service', many: 'services', icon: 'server' },
  step: { one: 'Step', many: 'steps', icon: 'link' },
};

const OPERATION_KINDS: Readonly<Record<string, NodeKind>> = {
  invoke_agent: 'agent',
  create_agent: 'agent',
  execute_tool: 'tool',
  retrieval: 'tool',
  chat: 'model',
  text_completion: 'model',
  generate_content: 'model',
  embeddings: 'model',
  rerank: 'model',
  image_generation: 'model',
  text_to_speech: 'model',
  speech_to_text: 'model',
  decide: 'model',
};

/** Operation names at the start of a span's name (GenAI conventions), and kinds at its end (OpenLLMetry). */
const AFFIXES =
  /^(?:invoke_agent|create_agent|execute_tool|invoke_workflow|retrieval)\s+|\.(?:agent|tool|task|workflow)$/g;

/** What a GenAI span is called by in the graph; undefined for a span of anything else. */
export function genAiNode(
  table: SpanTable,
  span: number,
): { readonly kind: NodeKind; readonly name: string } | undefined {
  const operation = table.operations[table.operation[span]!]!;
  const model = table.models[table.model[span]!]!;
  const name = table.names[table.name[span]!]!;
  if (operation === '') return model === '' ? undefined : { kind: 'model', name: model };
  const kind = OPERATION_KINDS[operation] ?? 'step';
  if (kind === 'model') return { kind, name: model || name };
  return { kind, name: name.replaceAll(AFFIXES, '') || name };
}

/** Whether a trace has spans that are nodes only when one asks for chains and tasks. */
export function hasSteps(table: SpanTable): boolean {
  return table.operations.some((name) => name !== '' && OPERATION_KINDS[name] === undefined);
}
