// A model call whose messages are log records beside its span, as the GenAI conventions have it.
import { context, logs, SpanKind, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';

const sdk = new NodeSDK();
sdk.start();

const attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4.1-mini',
  'gen_ai.usage.input_tokens': 12,
  'gen_ai.usage.output_tokens': 40_000,
};
const logger = logs.getLogger('genai');
const answer = 'words '.repeat(20_000);

trace
  .getTracer('genai')
  .startActiveSpan('chat gpt-4.1-mini', { kind: SpanKind.CLIENT, attributes }, (span) => {
    const say = (eventName, body) => logger.emit({ eventName, body, context: context.active() });
    logger.emit({ body: 'asking the model', context: context.active() });
    say('gen_ai.user.message', { content: 'Write a lot' });
    const message = { role: 'assistant', content: answer };
    say('gen_ai.choice', { index: 0, finish_reason: 'stop', message });
    span.end();
  });
await sdk.shutdown();
