import type { DecodedSpan } from '../telemetry.ts';
import {
  arrayOf,
  firstOf,
  firstTextOf,
  isObject,
  objectOf,
  type JsonObject,
} from './json-value.ts';
import type { EmbeddingView, JsonValue, RetrievedDocument } from './llm-view.ts';
import { indexed, SpanAttributes } from './span-attributes.ts';

/**
 * Documents a span found or ordered: OpenInference `retrieval.documents.N.document.*` and
 * `reranker.output_documents.N.*`, the conventions' `gen_ai.retrieval.documents` and `gen_ai.memory.records`, and OpenLLMetry's `db.query.result`
 * events of vector stores.
 */
export function documentsOf(attributes: SpanAttributes, span: DecodedSpan): RetrievedDocument[] {
  for (const prefix of ['retrieval.documents.', 'reranker.output_documents.']) {
    const nodes = indexed(attributes.tree(prefix));
    if (nodes.length > 0)
      return nodes.flatMap((node) => (isObject(node) ? [documentOf(node)] : []));
  }
  const listed = arrayOf(
    attributes.firstJson('gen_ai.retrieval.documents', 'gen_ai.memory.records') ??
      langfuseResult(attributes),
  );
  if (listed.length > 0)
    return listed.map((item) => documentOf(isObject(item) ? item : { content: item }));
  return span.events.filter((event) => event.name === 'db.query.result').map(queryResult);
}

/**
 * What a span embedded: OpenInference `embedding.embeddings.N.embedding.{text,vector}`, the AI SDK's `ai.value(s)` and
 * `ai.embedding(s)`, the conventions' `gen_ai.embeddings.dimension.count`.
 */
export function embeddingsOf(attributes: SpanAttributes): EmbeddingView | undefined {
  const nodes = indexed(attributes.tree('embedding.embeddings.')).map((node) =>
    isObject(node) && isObject(node['embedding']) ? node['embedding'] : {},
  );
  const values = attributes.json('ai.values') ?? attributes.json('ai.value');
  const texts = nodes.length > 0 ? nodes.map((node) => firstTextOf(node, 'text')) : textsOf(values);
  const vector = nodes[0]?.['vector'] ?? arrayOf(attributes.json('ai.embeddings'))[0];
  const dimensions =
    Number(attributes.value('gen_ai.embeddings.dimension.count')) ||
    vectorLength(vector ?? attributes.value('ai.embedding'));
  if (texts.length === 0 && dimensions === 0) return undefined;
  return { texts, dimensions };
}

/** Langfuse has no attributes of its own for what was found: the output of an observation of this type is it. */
function langfuseResult(attributes: SpanAttributes): JsonValue | undefined {
  if (attributes.text('langfuse.observation.type') !== 'retriever') return undefined;
  const output = attributes.json('langfuse.observation.output');
  return arrayOf(output).every((item) => isObject(item) && hasContent(item)) ? output : undefined;
}

function hasContent(node: JsonObject): boolean {
  return firstOf(node, ...CONTENT_KEYS) !== undefined;
}

const CONTENT_KEYS = ['content', 'text', 'page_content', 'pageContent'] as const;

function documentOf(node: JsonObject): RetrievedDocument {
  const document = isObject(node['document']) ? node['document'] : node;
  const score = firstOf(document, 'score', 'relevance_score', 'similarity');
  const metadata = document['metadata'] ?? null;
  return {
    id: firstTextOf(document, 'id'),
    content: firstOf(document, ...CONTENT_KEYS) ?? null,
    score: typeof score === 'number' ? score : null,
    metadata: objectOf(metadata) ?? metadata,
  };
}

function queryResult(event: DecodedSpan['events'][number]): RetrievedDocument {
  const attributes = new SpanAttributes(event.attributes);
  const score =
    attributes.value('db.query.result.score') ?? attributes.value('db.query.result.distance');
  return {
    id: attributes.text('db.query.result.id'),
    content: attributes.value('db.query.result.document') ?? null,
    score: typeof score === 'number' ? score : null,
    metadata: attributes.json('db.query.result.metadata') ?? null,
  };
}

/** The AI SDK sends every value as JSON text of its own. */
function textsOf(values: JsonValue | undefined): string[] {
  const list = Array.isArray(values) ? values : [values];
  return list.flatMap((value) => {
    if (typeof value !== 'string') return [];
    return [value.length > 1 && value.startsWith('"') ? unquoted(value) : value];
  });
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Length of a vector that may come as JSON text, counted by its commas so that it need not be parsed. */
function vectorLength(vector: JsonValue | undefined): number {
  if (Array.isArray(vector)) return vector.length;
  if (typeof vector !== 'string' || !vector.startsWith('[') || vector.length < 3) return 0;
  let count = 1;
  for (let at = vector.indexOf(','); at >= 0; at = vector.indexOf(',', at + 1)) count++;
  return count;
}
