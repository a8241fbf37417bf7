// The AI SDK with its OpenTelemetry integration: a tool loop, a streamed answer, an embedding, and a model that is not there.
import { OpenTelemetry } from '@ai-sdk/otel';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { trace } from '@opentelemetry/api';
import { embed, generateText, isStepCount, registerTelemetry, streamText, tool } from 'ai';
import { z } from 'zod';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'weather' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
registerTelemetry(new OpenTelemetry());

const openai = createOpenAICompatible({
  name: 'openai',
  baseURL: process.env.OPENAI_BASE_URL,
  includeUsage: true,
});
const model = openai('gpt-4.1-mini');
const weather = tool({
  description: 'Weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async () => ({ celsius: 19 }),
});

await trace.getTracer('app').startActiveSpan('answer question', async (span) => {
  await generateText({
    model,
    tools: { get_weather: weather },
    stopWhen: isStepCount(3),
    instructions: 'Be brief.',
    prompt: 'How is the weather in Lima?',
    telemetry: { functionId: 'ask' },
  });
  const { textStream } = streamText({ model, prompt: 'Count to three' });
  let streamed = '';
  for await (const text of textStream) streamed += text;
  span.setAttribute('app.streamed', streamed);
  await embed({ model: openai.embeddingModel('text-embedding-3-small'), value: 'a text' });
  await generateText({ model: openai('missing'), prompt: 'Anyone?', maxRetries: 0 }).catch(
    () => {},
  );
  span.end();
});
await provider.shutdown();
