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

/** A whole Node program that sends a span. */
export function nodeSdk(input: SnippetInput): Snippet {
  return {
    id: 'node',
    label: 'Node',
    about: 'A whole program that sends one span; keep the first half in your own.',
    blocks: [
      {
        title: 'Install',
        code: 'npm install @opentelemetry/api @opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-proto',
      },
      {
        title: 'hello.mjs',
        code: without(
          "import { trace } from '@opentelemetry/api';",
          "import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';",
          "import { NodeSDK } from '@opentelemetry/sdk-node';",
          '',
          'const sdk = new NodeSDK({',
          "  serviceName: 'my-service',",
          '  traceExporter: new OTLPTraceExporter({',
          `    url: '${input.endpoint}/v1/traces',`,
          input.secret ? `    headers: { 'x-api-key': '${input.secret}' },` : null,
          '  }),',
          '});',
          'sdk.start();',
          '',
          "trace.getTracer('hello').startActiveSpan('hello from Node', (span) => span.end());",
          'await sdk.shutdown();',
        ),
      },
    ],
  };
}
