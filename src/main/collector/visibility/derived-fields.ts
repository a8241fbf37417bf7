import type { TraceSummary } from '../../../shared/contract/traces.ts';
import { DERIVED_FIELDS, type DerivedField } from '../../../shared/visibility.ts';
import { KNOWN_SPAN_ATTRIBUTES, SLOTS, type AttributeGroup } from '../genai/known-attributes.ts';
import type { KNOWN_RESOURCE_ATTRIBUTES } from '../otlp/decode-context.ts';
import type { Verdict } from './hidden-attributes.ts';
import type { Judge } from './judge.ts';
import { carriesMessage } from './message-keys.ts';

type ResourceKey = (typeof KNOWN_RESOURCE_ATTRIBUTES)[number];

/** What a column is computed from: groups of span attributes, and attributes of the resource. */
interface Sources {
  readonly span: readonly AttributeGroup[];
  readonly resource: readonly ResourceKey[];
}

const SERVICE: Sources = { span: [], resource: ['service.name', 'openinference.project.name'] };
/** Each count is brought to its inclusive form by the others, so they go together. */
const TOKENS: Sources = {
  span: [
    'inputTokens',
    'outputTokens',
    'totalTokens',
    'cacheRead',
    'cacheWrite',
    'reasoning',
    'detailsJson',
    'usageJson',
    'vercelUncached',
    'vercelMetadata',
  ],
  resource: [],
};
/** Langfuse says there that a span failed. */
const FAILURE: Sources = { span: ['level'], resource: [] };

/** Which attributes each column comes from, in every dialect. A test compares it with all that are extracted. */
export const FIELD_SOURCES: Readonly<Record<DerivedField, Sources>> = {
  service: SERVICE,
  serviceCount: SERVICE,
  environment: {
    span: ['environment'],
    resource: ['deployment.environment.name', 'deployment.environment'],
  },
  release: { span: ['release'], resource: ['service.version'] },
  operation: {
    span: ['operation', 'vercelOperation', 'kind', 'agentName', 'model'],
    resource: [],
  },
  provider: { span: ['provider'], resource: [] },
  model: { span: ['model'], resource: [] },
  inputTokens: TOKENS,
  outputTokens: TOKENS,
  cachedTokens: TOKENS,
  reasoningTokens: TOKENS,
  costUsd: {
    span: [...TOKENS.span, 'model', 'provider', 'cost', 'costParts', 'usageCostParts', 'costJson'],
    resource: [],
  },
  session: { span: ['session'], resource: [] },
  user: { span: ['user'], resource: [] },
  status: FAILURE,
  errorCount: FAILURE,
};

/** Columns for one viewer: those that are blank, and the attributes of the others that a rule hides from somebody. */
export interface FieldView {
  readonly hidden: ReadonlySet<DerivedField>;
  /** Attribute keys behind columns that are shown though a rule is about them. */
  readonly seen: readonly string[];
}

/** A column is blank as soon as one of the attributes it may come from is hidden. */
export function fieldView(judge: Judge): FieldView {
  const hidden = new Set<DerivedField>();
  const seen = new Set<string>();
  for (const field of DERIVED_FIELDS) {
    const verdicts = verdictsOf(field, judge);
    if (verdicts.some(([, verdict]) => verdict === 'value' || verdict === 'key')) hidden.add(field);
    else for (const [key, verdict] of verdicts) if (verdict === 'seen') seen.add(key);
  }
  return { hidden, seen: [...seen] };
}

/** The attributes behind some columns that are shown though a rule is about them. */
export function seenBehind(
  columns: readonly DerivedField[],
  { hidden }: FieldView,
  judge: Judge,
): readonly string[] {
  const seen = columns
    .filter((field) => !hidden.has(field))
    .flatMap((field) => verdictsOf(field, judge).filter(([, verdict]) => verdict === 'seen'))
    .map(([key]) => key);
  return [...new Set(seen)];
}

/** What becomes of each attribute that a column may come from. */
function verdictsOf(field: DerivedField, judge: Judge): (readonly [string, Verdict | null])[] {
  const { span, resource } = FIELD_SOURCES[field];
  return [
    ...span
      .flatMap(keysOf)
      .map((key) => [key, judge.verdict('span', key, carriesMessage(key, false))] as const),
    ...resource.map((key) => [key, judge.verdict('resource', key, false)] as const),
  ];
}

/** Attribute keys of a group. */
export function keysOf(group: AttributeGroup): readonly string[] {
  return KNOWN_SPAN_ATTRIBUTES.slice(SLOTS[group].from, SLOTS[group].to);
}

const BLANK = {
  service: '',
  serviceCount: 0,
  environment: '',
  release: '',
  provider: '',
  model: '',
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  reasoningTokens: 0,
  costUsd: null,
  session: '',
  user: '',
  status: 'ok',
  errorCount: 0,
} as const satisfies Partial<TraceSummary>;

/** A summary without its hidden columns. */
export function blankSummary(
  summary: TraceSummary,
  hidden: ReadonlySet<DerivedField>,
): TraceSummary {
  const blank = Object.entries(BLANK).filter(([field]) => hidden.has(field as DerivedField));
  return blank.length === 0 ? summary : { ...summary, ...Object.fromEntries(blank) };
}
