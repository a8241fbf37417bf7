/** What a GenAI span stands for in a graph of calls, in the order in which nodes are worth their place. */
const GENAI_KINDS = ['agent', 'model', 'tool', 'step'] as const;
export type GenAiKind = (typeof GENAI_KINDS)[number];

const OPERATION_KINDS: Readonly<Record<string, GenAiKind>> = {
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

/** Kind of an operation; `step` for any that is not an agent's, a model's or a tool's. */
export function kindOfOperation(operation: string): GenAiKind {
  return Object.hasOwn(OPERATION_KINDS, operation) ? OPERATION_KINDS[operation]! : 'step';
}

/** What a span is called by in a graph of calls; undefined for a span that is not of GenAI. */
export function genAiNodeOf(
  operation: string,
  model: string,
  name: string,
): { readonly kind: GenAiKind; readonly name: string } | undefined {
  if (operation === '') return model === '' ? undefined : { kind: 'model', name: model };
  const kind = kindOfOperation(operation);
  if (kind === 'model') return { kind, name: model || name };
  return { kind, name: name.replaceAll(AFFIXES, '') || name };
}

/** How an agent, a tool or a model is written in a filter, `tool search`. */
export function nodeText({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind} ${name}`;
}

/** Kind and name of what {@link nodeText} wrote. */
export function nodeParts(text: string): { kind: string; name: string } {
  const at = text.indexOf(' ');
  return { kind: text.slice(0, at), name: text.slice(at + 1) };
}
