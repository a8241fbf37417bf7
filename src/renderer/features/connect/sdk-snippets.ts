import { CERTIFICATE_FILE } from './certificate-file.ts';
import type { Snippet, SnippetInput } from './snippets.ts';

const without = (...parts: (string | null)[]): string =>
  parts.filter((part) => part !== null).join('\n');

/** A whole Python program that sends a span. */
export function pythonSdk(input: SnippetInput): Snippet {
  return {
    id: 'python',
    label: 'Python',
    about: 'A whole program that sends one span; keep the first half in your own.',
    blocks: [
      {
        title: 'Install',
        code: 'pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http',
      },
      {
        title: 'hello.py',
        code: without(
          'from opentelemetry import trace',
          'from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter',
          'from opentelemetry.sdk.resources import Resource',
          'from opentelemetry.sdk.trace import TracerProvider',
          'from opentelemetry.sdk.trace.export import BatchSpanProcessor',
          '',
          'exporter = OTLPSpanExporter(',
          `    endpoint="${input.endpoint}/v1/traces",`,
          input.secret ? `    headers={"x-api-key": "${input.secret}"},` : null,
          input.ownCertificate ? `    certificate_file="${CERTIFICATE_FILE}",` : null,
          ')',
          'provider = TracerProvider(resource=Resource.create({"service.name": "my-service"}))',
          'provider.add_span_processor(BatchSpanProcessor(exporter))',
          'trace.set_tracer_provider(provider)',
          '',
          'with trace.get_tracer("hello").start_as_current_span("hello from Python"):',
          '    pass',
          'provider.shutdown()',
        ),
      },
    ],
  };
}

/** Where traces, logs and metrics go, all three: an exporter left at its default would wait for port 4318 at the end. */
function nodeTarget(input: SnippetInput): string[] {
  const target = [`process.env.OTEL_EXPORTER_OTLP_ENDPOINT = '${input.endpoint}';`];
  if (input.secret) {
    target.push(`process.env.OTEL_EXPORTER_OTLP_HEADERS = 'x-api-key=${input.secret}';`);
  }
  if (input.ownCertificate) {
    target.push(`process.env.OTEL_EXPORTER_OTLP_CERTIFICATE = '${CERTIFICATE_FILE}';`);
  }
  return target;
}

/** A whole Node program that sends a span. */
export function nodeSdk(input: SnippetInput): Snippet {
  return {
    id: 'node',
    label: 'Node',
    about: 'A whole program that sends one span; keep the first half in your own.',
    blocks: [
      {
        title: 'Install',
        code: 'npm install @opentelemetry/api @opentelemetry/sdk-node',
      },
      {
        title: 'hello.mjs',
        code: without(
          "import { trace } from '@opentelemetry/api';",
          "import { NodeSDK } from '@opentelemetry/sdk-node';",
          '',
          ...nodeTarget(input),
          "const sdk = new NodeSDK({ serviceName: 'my-service' });",
          'sdk.start();',
          '',
          "trace.getTracer('hello').startActiveSpan('hello from Node', (span) => span.end());",
          'await sdk.shutdown();',
        ),
      },
    ],
  };
}

/** A file that a program with the AI SDK imports first. */
export function vercelAiSdk(input: SnippetInput): Snippet {
  return {
    id: 'vercel',
    label: 'Vercel AI SDK',
    about: 'Import this file before anything else: from then on every call is recorded.',
    blocks: [
      {
        title: 'Install',
        code: 'npm install ai @ai-sdk/otel @opentelemetry/sdk-node',
      },
      {
        title: 'instrumentation.mjs, AI SDK 7',
        code: without(
          "import { OpenTelemetry } from '@ai-sdk/otel';",
          "import { NodeSDK } from '@opentelemetry/sdk-node';",
          "import { registerTelemetry } from 'ai';",
          '',
          ...nodeTarget(input),
          '// A script ends with: await sdk.shutdown()',
          "export const sdk = new NodeSDK({ serviceName: 'my-agent' });",
          'sdk.start();',
          'registerTelemetry(new OpenTelemetry());',
        ),
      },
      {
        title: 'Each call, AI SDK 5 and 6',
        code: without(
          '// Without @ai-sdk/otel and the lines with OpenTelemetry and registerTelemetry.',
          'await generateText({',
          "  model: openai('gpt-4.1-mini'),",
          "  prompt: 'Hello',",
          '  experimental_telemetry: { isEnabled: true },',
          '});',
        ),
      },
    ],
  };
}
