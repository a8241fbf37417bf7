import { genAiNodeOf, kindOfOperation } from '../../../../shared/genai-nodes.ts';
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

/** What a GenAI span is called by in the graph; undefined for a span of anything else. */
export function genAiNode(
  table: SpanTable,
  span: number,
): { readonly kind: NodeKind; readonly name: string } | undefined {
  return genAiNodeOf(
    table.operations[table.operation[span]!]!,
    table.models[table.model[span]!]!,
    table.names[table.name[span]!]!,
  );
}

/** Whether a trace has spans that are nodes only when one asks for chains and tasks. */
export function hasSteps(table: SpanTable): boolean {
  return table.operations.some((name) => name !== '' && kindOfOperation(name) === 'step');
}
