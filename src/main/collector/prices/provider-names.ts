/** Spellings of a provider on the wire, each with the name the price table uses. */
const PROVIDER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    openai: ['openai'],
    azure: ['azure', 'azure_openai', 'azure-openai', 'azure_ai', 'az.ai.openai', 'az.ai.inference'],
    anthropic: ['anthropic'],
    google: [
      'google',
      'gemini',
      'google_genai',
      'google-vertex',
      'google_vertexai',
      'vertexai',
      'vertex_ai',
    ],
    amazon: [
      'amazon',
      'aws',
      'bedrock',
      'amazon-bedrock',
      'amazon_bedrock',
      'aws_bedrock',
      'bedrock_converse',
    ],
    mistral: ['mistral', 'mistralai', 'mistral_ai'],
    cohere: ['cohere', 'cohere_chat'],
    xai: ['xai', 'x_ai', 'x-ai'],
    deepseek: ['deepseek'],
    groq: ['groq'],
    together: ['together', 'togetherai', 'together_ai', 'together.ai'],
    voyage: ['voyage', 'voyageai', 'voyage_ai'],
  }).flatMap(([name, spellings]) => spellings.map((spelling) => [spelling, name] as const)),
);

/** The price table's name for a provider written in front of a model (`openai/`), undefined for any other text. */
export function prefixedProvider(part: string): string | undefined {
  return part === 'openrouter' ? part : PROVIDER_NAMES.get(part);
}

/** First parts of dotted provider names: `openai.responses` (AI SDK), `gcp.vertex_ai`, `aws.bedrock` (semconv). */
const DOTTED: ReadonlyMap<string, string> = new Map([
  ['gcp', 'google'],
  ['aws', 'amazon'],
]);

/**
 * The price table's name for a provider as a span sends it; a provider outside the table keeps its own name in lower
 * case, so that a price added for it is found.
 */
export function providerName(provider: string): string {
  const lower = provider.toLowerCase();
  const known = PROVIDER_NAMES.get(lower);
  if (known !== undefined) return known;
  if (lower.startsWith('azure.ai.')) return 'azure';
  const dot = lower.indexOf('.');
  if (dot < 0) return lower;
  const first = lower.slice(0, dot);
  return DOTTED.get(first) ?? PROVIDER_NAMES.get(first) ?? lower;
}

/**
 * Makers that sell their models at one price wherever they are served, so that a gateway or client library named as
 * the provider does not hide the price. Models with open weights cost what their host asks.
 */
const MAKERS: ReadonlySet<string> = new Set(['openai', 'anthropic', 'google', 'xai']);

/** Programs that serve models on the user's own machine: nobody's prices hold there. */
const LOCAL_HOSTS: ReadonlySet<string> = new Set([
  'ollama',
  'vllm',
  'lmstudio',
  'lm_studio',
  'lm-studio',
  'llama.cpp',
  'llama_cpp',
  'llamacpp',
  'llamafile',
  'localai',
]);

/**
 * Whether a price listed for `listed` holds for a call that went to `provider`; both are names of
 * {@link providerName}, and '' is any provider or an unknown one.
 */
export function priceHolds(listed: string, provider: string): boolean {
  if (listed === '' || listed === provider) return true;
  return MAKERS.has(listed) && !LOCAL_HOSTS.has(provider);
}
