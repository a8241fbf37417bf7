import type { IncomingMessage, ServerResponse } from 'node:http';

/** Request headers a page may set: those OTLP and the credential forms need, and trace context of the page. */
const ALLOWED_HEADERS =
  'content-type, content-encoding, authorization, x-api-key, x-public-key, x-secret-key, traceparent, tracestate, baggage';

/** Lets a page of an allowed origin read the answer. The origin is named exactly, never `*`. */
export function allowOrigin(res: ServerResponse, origin: string): void {
  res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  res.setHeader('Vary', 'Origin');
}

/** Answers OPTIONS on an OTLP path: what may be sent, and to a preflight of an allowed origin that it may. */
export function answerOptions(
  req: IncomingMessage,
  res: ServerResponse,
  allowedOrigin: string | undefined,
): void {
  res.setHeader('Allow', 'POST, OPTIONS');
  if (allowedOrigin !== undefined && req.headers['access-control-request-method'] !== undefined) {
    res.setHeader('Access-Control-Allow-Methods', 'POST');
    res.setHeader('Access-Control-Allow-Headers', ALLOWED_HEADERS);
    res.setHeader('Access-Control-Max-Age', '600');
    // Chromium asks this of pages that reach from the internet to this machine.
    if (req.headers['access-control-request-private-network'] === 'true') {
      res.setHeader('Access-Control-Allow-Private-Network', 'true');
    }
  }
  req.resume();
  res.writeHead(204);
  res.end();
}
