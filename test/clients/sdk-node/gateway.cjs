// A service that asks the one at ORDERS_URL, once.
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');

const sdk = new NodeSDK({ instrumentations: [new HttpInstrumentation()] });
sdk.start();

const { text } = require('node:stream/consumers');
const http = require('node:http');
const { trace } = require('@opentelemetry/api');

trace.getTracer('gateway').startActiveSpan('show orders', (span) => {
  http.get(`${process.env.ORDERS_URL}/orders`, { agent: false }, async (response) => {
    await text(response);
    span.end();
    await sdk.shutdown();
  });
});
