import { prefixedProvider } from './provider-names.ts';

/** Longest model name looked up; a longer one is no model name. */
const MAX_LENGTH = 200;

/** Path parts before a model name that are not a provider: Google's resources, LiteLLM's routes, Hugging Face owners. */
const ROUTES: ReadonlySet<string> = new Set([
  'models',
  'publishers',
  'foundation-model',
  'inference-profile',
  'converse',
  'meta-llama',
  'moonshotai',
  'qwen',
]);

const BEDROCK_REGION = /^(?:us|eu|apac|jp|au|ca|us-gov|global)\./;
const BEDROCK_VENDOR = /^(?:anthropic|amazon)\./;
const BEDROCK_VERSION = /-v\d(?::\d{1,2})?(?::\d{1,4}k)?$/;
const VERTEX_VERSION = /@(?:\d{8}|default|latest)$/;
const RELEASE_DATE = /-(?:20\d{2}-[01]\d-[0-3]\d|20\d{2}[01]\d[0-3]\d)$/;

/** A model as the price table may know it. */
export interface ModelNames {
  /** Names to look up, best first: what was sent, then without what only says where or which build. */
  readonly names: readonly string[];
  /** The provider named in front of the model, in the table's spelling; '' when none is. */
  readonly provider: string;
}

/**
 * The names under which a model may stand in the price table.
 *
 * Removed one after the other: provider and route in front (`openai/`, `models/`, `openai:`, a Bedrock ARN, a resource of Vertex AI), Bedrock's
 * region (`us.`, `eu.`, ...), version (`-v1:0`), Vertex AI's version (`@20250929`), a release date (`-2024-08-06`,
 * `-20250929`), Bedrock's vendor (`anthropic.`). The vendor goes last, since a regional endpoint may have a price of its
 * own under the vendor's name; a `global.` one costs what the maker asks, so there it goes first. Nothing else is
 * removed: `:free`, `-mini`, `-latest` or a four-digit version may change the price.
 */
export function modelNames(model: string): ModelNames {
  if (model.length > MAX_LENGTH) return { names: [], provider: '' };
  const sent = model.toLowerCase();
  const { name, provider } = withoutPath(sent);
  const isGlobal = name.startsWith('global.');
  const local = name.replace(BEDROCK_REGION, '');
  const vendored = isGlobal ? local.replace(BEDROCK_VENDOR, '') : local;
  const plain = vendored.replace(VERTEX_VERSION, '').replace(BEDROCK_VERSION, '');
  const undated = plain.replace(RELEASE_DATE, '');
  const names = [sent, name, local, vendored, plain, undated];
  for (const candidate of [plain, undated]) names.push(candidate.replace(BEDROCK_VENDOR, ''));
  return { names: [...new Set(names)], provider };
}

function withoutPath(model: string): { name: string; provider: string } {
  let name = model;
  let provider = '';
  if (name.startsWith('projects/')) name = name.slice(name.indexOf('/publishers/') + 1);
  if (name.startsWith('arn:aws:bedrock:')) {
    return { name: name.slice(name.lastIndexOf('/') + 1), provider: 'amazon' };
  }
  for (;;) {
    const at = name.search(/[/:]/);
    if (at <= 0) break;
    const part = name.slice(0, at);
    const known = prefixedProvider(part);
    if (known !== undefined) provider ||= known;
    // A colon behind anything but a provider is a tag of the model (`gpt-oss:20b`, `-v1:0`), not a path.
    else if (name[at] === ':' || !ROUTES.has(part)) break;
    name = name.slice(at + 1);
  }
  return { name, provider };
}
