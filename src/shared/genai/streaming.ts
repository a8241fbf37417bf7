import type { DecodedSpan } from '../telemetry.ts';
import type { SpanAttributes } from './span-attributes.ts';

/** Attributes that tell the time from the request to the first piece of the answer, and what one unit is in ms. */
const FIRST_CHUNK: readonly (readonly [key: string, ms: number])[] = [
  ['gen_ai.response.time_to_first_chunk', 1000], // semconv, seconds
  ['ai.response.msToFirstChunk', 1], // vercel
  ['ai.stream.msToFirstChunk', 1], // vercel 3
  ['gen_ai.server.time_to_first_token', 1000], // semconv metric, sent as attribute by some
  ['gen_ai.response.time_to_first_token', 1000], // OpenRouter and others
];

/** Langfuse sends the moment itself, as ISO 8601 text. */
const FIRST_CHUNK_TIME = 'langfuse.observation.completion_start_time';

/** Events at the moment of the first piece: AI SDK; OpenInference for LangChain and LlamaIndex; others. */
const FIRST_CHUNK_EVENTS: ReadonlySet<string> = new Set([
  'ai.stream.firstChunk',
  'First Token Stream Event',
  'gen_ai.first_token',
]);

/**
 * Milliseconds from the start of a streamed call to the first piece of its answer, in every dialect that tells it;
 * undefined where none does, or what it tells is no time.
 */
export function firstChunkMs(attributes: SpanAttributes, span: DecodedSpan): number | undefined {
  // tmam and OpenLIT send the whole duration for an answer that came in one piece.
  if (attributes.value('gen_ai.request.is_stream') === false) return undefined;
  for (const [key, ms] of FIRST_CHUNK) {
    const value = Number(attributes.value(key) ?? Number.NaN);
    if (Number.isFinite(value) && value >= 0) return value * ms;
  }
  const startMs = Number(BigInt(span.startTimeUnixNano) / 1000n) / 1000;
  const told = attributes.value(FIRST_CHUNK_TIME);
  // Its SDK writes the text as JSON, with quotes.
  const at = typeof told === 'string' ? Date.parse(told.replaceAll('"', '')) : Number.NaN;
  if (at >= startMs) return at - startMs;
  const event = span.events.find(({ name }) => FIRST_CHUNK_EVENTS.has(name));
  if (event === undefined || event.timeUnixNano === '0') return undefined;
  const ns = Number(BigInt(event.timeUnixNano) - BigInt(span.startTimeUnixNano));
  return ns >= 0 ? ns / 1e6 : undefined;
}
