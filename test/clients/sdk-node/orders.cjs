// A service behind the gateway: answers requests, prints its address first, ends when stdin does.
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');

const sdk = new NodeSDK({ instrumentations: [new HttpInstrumentation()] });
sdk.start();

const http = require('node:http');
const { trace } = require('@opentelemetry/api');

const server = http.createServer((_request, response) => {
  trace.getTracer('orders').startActiveSpan('SELECT orders', (span) => {
    span.end();
    response.end('[]');
  });
});
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`),
);

process.stdin.resume().on('end', async () => {
  server.close();
  await sdk.shutdown();
});
