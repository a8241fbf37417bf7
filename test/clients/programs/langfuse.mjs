// Langfuse's tracing with its span processor; address and key pair come from LANGFUSE_* variables.
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { propagateAttributes, startActiveObservation } from '@langfuse/tracing';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const provider = new NodeTracerProvider({ spanProcessors: [new LangfuseSpanProcessor()] });
provider.register();

async function answer(root) {
  const question = [{ role: 'user', content: 'What is a span?' }];
  root.update({ input: question });
  await startActiveObservation(
    'look up',
    async (retriever) => {
      retriever.update({ input: 'span', output: ['A span is one operation.'] });
    },
    { asType: 'retriever' },
  );
  await startActiveObservation(
    'write answer',
    async (generation) => {
      generation.update({
        model: 'gpt-4.1-mini',
        input: question,
        output: { role: 'assistant', content: 'One operation.' },
        modelParameters: { temperature: 0.3 },
        usageDetails: { input: 20, output: 14, input_cached_tokens: 100 },
        costDetails: { input: 0.002, output: 0.001, total: 0.003 },
      });
    },
    { asType: 'generation' },
  );
  await startActiveObservation(
    'send mail',
    async (tool) => {
      tool.update({ input: { to: 'ada' }, level: 'ERROR', statusMessage: 'mailbox full' });
    },
    { asType: 'tool' },
  );
  root.update({ output: 'One operation.' });
}

await propagateAttributes(
  { userId: 'ada', sessionId: 'session-42', traceName: 'support chat', version: '2.0.0' },
  () => startActiveObservation('support chat', answer, { asType: 'agent' }),
);
await provider.shutdown();
