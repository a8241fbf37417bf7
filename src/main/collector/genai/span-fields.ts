import { USAGE_NONE, type SpanFields } from '../otlp/types.ts';
import {
  firstAmount,
  firstCount,
  firstDocument,
  firstText,
  sumOfAmounts,
  type SlotValues,
} from './attribute-values.ts';
import { SLOTS } from './known-attributes.ts';
import {
  kindRole,
  operationRole,
  UNNAMED_CALL,
  UNNAMED_WRAPPER,
  vercelRole,
  type SpanRole,
} from './operation.ts';
import { toInclusive, type ReportedTokens, type TokenUsage } from './token-usage.ts';
import { addDetails, parseCost, parseUsage } from './usage-json.ts';
import { addVercelUsage } from './vercel-usage.ts';

/** Fields of a span without any known attribute. Frozen and shared: never written to. */
export const NO_FIELDS: Readonly<SpanFields> = Object.freeze({
  provider: '',
  model: '',
  operation: '',
  usage: USAGE_NONE,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  cost: 0,
  costSource: 0,
  session: '',
  user: '',
  environment: '',
  release: '',
  failed: false,
} satisfies SpanFields);

/**
 * Reads the GenAI and identity fields of one span from its known attributes, whatever dialect they are in.
 *
 * `values[i]` is the decoded value of attribute `KNOWN_SPAN_ATTRIBUTES[i]`. Never throws.
 *
 * Rules beyond the precedence in `known-attributes.ts`:
 * - Token counts are brought to the inclusive form, see `token-usage.ts`. Counts in a usage document (Langfuse, MLflow)
 *   are read only where the span has no counts of its own.
 * - A total without a split is the input of an embedding or rerank call; for any other call it is left out, since
 *   pricing it as input would give a wrong cost.
 * - A cost of 0 counts as absent: tmam and OpenLIT write 0 when they could not load their price list.
 * - Usage is set where the span carries tokens or a cost.
 */
export function extractSpanFields(values: SlotValues, spanName: string): SpanFields {
  const provider = firstText(values, SLOTS.provider);
  const model = firstText(values, SLOTS.model);
  const role = roleOf(values, spanName, model);
  const tokens = tokensOf(values, role);
  // Parts near the largest number overflow when they are added; that is no amount of money.
  const carried = costOf(values);
  const cost = Number.isFinite(carried) ? carried : 0;
  const counts = tokens.input > 0 || tokens.output > 0 || cost > 0;
  return {
    provider: unquoted(provider).toLowerCase(),
    model: unquoted(model),
    operation: role?.operation ?? '',
    usage: counts ? (role ?? UNNAMED_WRAPPER).usage : USAGE_NONE,
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cachedTokens: tokens.cached,
    cacheWriteTokens: tokens.cacheWrite,
    reasoningTokens: tokens.reasoning,
    cost,
    costSource: cost > 0 ? 1 : 0,
    session: firstText(values, SLOTS.session),
    user: firstText(values, SLOTS.user),
    environment: firstText(values, SLOTS.environment),
    release: firstText(values, SLOTS.release),
    failed: firstText(values, SLOTS.level) === 'ERROR',
  };
}

/**
 * What the span does, from the most to the least specific attribute; undefined for a span that says nothing.
 *
 * Without any of them a span that names a model is a call, except
 * - with an agent name: the run of an agent (pydantic-ai's `agent run`), whose tokens are a sum;
 * - Google ADK's `call_llm`, around the `generate_content` span that reports the same tokens.
 */
function roleOf(values: SlotValues, spanName: string, model: string): SpanRole | undefined {
  const isAgent = firstText(values, SLOTS.agentName) !== '';
  const isModelCall = model !== '' && !isAgent;
  const operation = firstText(values, SLOTS.operation);
  if (operation !== '') return operationRole(operation, isModelCall);
  const vercel = vercelRole(firstText(values, SLOTS.vercelOperation));
  if (vercel !== undefined) return vercel;
  for (let slot = SLOTS.kind.from; slot < SLOTS.kind.to; slot++) {
    const kind = values[slot];
    const role = typeof kind === 'string' ? kindRole(kind) : undefined;
    if (role !== undefined) return role;
  }
  if (!isModelCall) return undefined;
  return spanName === 'call_llm' ? UNNAMED_WRAPPER : UNNAMED_CALL;
}

function tokensOf(values: SlotValues, role: SpanRole | undefined): TokenUsage {
  const counted: ReportedTokens = {
    input: firstCount(values, SLOTS.inputTokens),
    output: firstCount(values, SLOTS.outputTokens),
    total: firstCount(values, SLOTS.totalTokens),
    cacheRead: firstCount(values, SLOTS.cacheRead),
    cacheWrite: firstCount(values, SLOTS.cacheWrite),
    reasoning: firstCount(values, SLOTS.reasoning),
  };
  const operationId = firstText(values, SLOTS.vercelOperation);
  // The details came with version 6, whose counts are whole.
  if (operationId !== '' && values[SLOTS.vercelUncached.from] === undefined) {
    addVercelUsage(counted, {
      operationId,
      provider: firstText(values, SLOTS.provider),
      metadata: firstDocument(values, SLOTS.vercelMetadata),
    });
  }
  const hasCounts = counted.input > 0 || counted.output > 0;
  for (let slot = SLOTS.detailsJson.from; slot < SLOTS.detailsJson.to; slot++) {
    const text = values[slot];
    if (typeof text === 'string') addDetails(counted, text);
  }
  const reported = hasCounts ? counted : (usageDocument(values) ?? counted);
  const isInputOnly = role?.operation === 'embeddings' || role?.operation === 'rerank';
  if (isInputOnly && reported.input === 0 && reported.output === 0) reported.input = reported.total;
  return toInclusive(reported);
}

function usageDocument(values: SlotValues): ReportedTokens | undefined {
  const text = firstDocument(values, SLOTS.usageJson);
  return text === '' ? undefined : parseUsage(text);
}

function costOf(values: SlotValues): number {
  const cost =
    firstAmount(values, SLOTS.cost) ||
    sumOfAmounts(values, SLOTS.costParts) ||
    sumOfAmounts(values, SLOTS.usageCostParts);
  if (cost > 0) return cost;
  const text = firstDocument(values, SLOTS.costJson);
  return text === '' ? 0 : parseCost(text);
}

/** A provider or model name without the quotes MLflow's JSON encoding puts around it. */
function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
