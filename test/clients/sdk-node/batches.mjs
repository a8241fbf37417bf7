// Sends a batch of spans for every line it reads, and prints what the exporter was told: {stored, ids}.
import { createInterface } from 'node:readline';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';

const otlp = new OTLPTraceExporter();
/** The OTLP exporter, telling what became of each export. */
const exporter = {
  export(spans, done) {
    otlp.export(spans, (result) => {
      const ids = spans.map((span) => span.spanContext().spanId);
      process.stdout.write(`${JSON.stringify({ stored: result.code === 0, ids })}\n`);
      done(result);
    });
  },
  forceFlush: () => otlp.forceFlush(),
  shutdown: () => otlp.shutdown(),
};
const Processor = process.env.SPANS === 'one by one' ? SimpleSpanProcessor : BatchSpanProcessor;
const processor = new Processor({ exporter });
const sdk = new NodeSDK({ spanProcessors: [processor] });
sdk.start();

const tracer = trace.getTracer('batches');
for await (const count of createInterface({ input: process.stdin })) {
  for (let i = 0; i < Number(count); i++) tracer.startSpan(`span ${i}`).end();
  await processor.forceFlush();
}
await sdk.shutdown();
