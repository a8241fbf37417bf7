// A program with OpenTelemetry set up by environment variables alone: it takes an order, fails at one payment, and
// says so in traces, logs and metrics.
import { logs, metrics, SeverityNumber, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';

const sdk = new NodeSDK();
sdk.start();

const tracer = trace.getTracer('shop', '1.2.3');
const logger = logs.getLogger('shop');
const orders = metrics.getMeter('shop').createCounter('orders', { unit: '{order}' });
const earlier = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

tracer.startActiveSpan(
  'POST /orders',
  {
    kind: SpanKind.SERVER,
    attributes: { 'http.request.method': 'POST', 'order.items': ['tea', 'cup'], 'order.sum': 12.5 },
    links: [{ context: { ...earlier, traceFlags: 1 }, attributes: { why: 'retry' } }],
  },
  (order) => {
    orders.add(1, { shop: 'north' });
    logger.emit({
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      body: 'order taken',
      attributes: { id: 7 },
    });
    tracer.startActiveSpan('charge card', (charge) => {
      const error = new TypeError('card declined');
      charge.addEvent('attempt', { number: 1 });
      charge.recordException(error);
      charge.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      logger.emit({ severityNumber: SeverityNumber.ERROR, body: 'card declined' });
      charge.end();
    });
    order.end();
  },
);

await sdk.shutdown();
