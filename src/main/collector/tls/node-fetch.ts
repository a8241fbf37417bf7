import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable, Transform } from 'node:stream';
import type { TrustingAgent } from './server-trust.ts';

/** Statuses whose answers have no body (Fetch standard, "null body status"). */
const BODILESS = new Set([204, 205, 304]);

/** Longest wait for the head of an answer, ms: checking a large data folder takes its time. */
const ANSWER_MS = 120_000;
/** Longest silence of a live stream, ms: the other side sends a sign of life every five seconds. */
const SILENCE_MS = 30_000;
/** Largest answer that is taken, bytes; a live stream has no end and no limit. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The server took the connection and then said nothing. */
class ServerSilent extends Error {
  override readonly name = 'ServerSilent';
  constructor() {
    super('It does not answer.');
  }
}

/**
 * A `fetch` over Node's own HTTP, for servers whose certificate no public authority has signed: the built-in one
 * offers no way to say which certificate is the right one. It follows no redirects.
 */
export function createNodeFetch(agent?: TrustingAgent) {
  return async (request: Request): Promise<Response> => {
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    const url = new URL(request.url);
    const headers = {
      ...Object.fromEntries(request.headers),
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    };
    const options = { method: request.method, headers, signal: request.signal };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const outgoing = send(
        url,
        agent === undefined ? options : { ...options, agent },
        (answer) => {
          outgoing.setTimeout(0);
          resolve(toResponse(answer));
        },
      );
      outgoing.setTimeout(ANSWER_MS, () => outgoing.destroy(new ServerSilent()));
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  };
}

function toResponse(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  if (BODILESS.has(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  const live = headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (live) answer.setTimeout(SILENCE_MS, () => answer.destroy(new ServerSilent()));
  const whole = live ? answer : answer.pipe(limit(MAX_BYTES));
  if (whole !== answer) answer.once('error', (error) => whole.destroy(error));
  return new Response(Readable.toWeb(whole) as ReadableStream<Uint8Array>, { status, headers });
}

/** Passes bytes on until there are too many. */
function limit(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new Error(`The answer is larger than ${maxBytes} bytes.`));
      else done(null, chunk);
    },
  });
}
