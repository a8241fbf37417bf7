import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
import { allowOrigin, answerOptions } from './cors.ts';
import { RPC_CODE } from '../otlp/responses.ts';
import { answerRefusal } from './http-answer.ts';
import type { Lingering } from './lingering.ts';
import { parseContentType } from './media-type.ts';
import { ingestRoute, plainTarget, targetAuthority, type IngestRoute } from './paths.ts';
import { refusal, thrown, type Refusal } from './refusal.ts';
import type { IngestStats } from './stats.ts';

/** Serves what is not telemetry, 404 included. `req.url` has no `//` and no host in it. */
export type HttpFallback = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

export interface HttpRouterOptions {
  readonly hostAllowed: (hostHeader: string | undefined) => boolean;
  readonly allowedOrigins: () => readonly string[];
  /** Scheme of this listener's own pages. */
  readonly scheme: 'http' | 'https';
  readonly exports: (
    req: IncomingMessage,
    res: ServerResponse,
    route: IngestRoute,
    mayContinue?: () => void,
  ) => void;
  readonly fallback: HttpFallback | undefined;
  readonly stats: IngestStats;
  readonly log: Log;
  readonly lingering: Lingering;
  readonly maxHeaders: number;
}

const NOT_FOUND =
  'There is nothing here. Telemetry goes to POST /v1/traces, /v1/logs and /v1/metrics.';

/**
 * Decides who gets a request, after the checks that every request must pass.
 *
 * They are about browsers: a page must not reach this listener under a name its owner re-pointed (Host), nor
 * from an origin nobody allowed (Origin). `sec-fetch-*` is never looked at: Node's own fetch sends it too.
 */
export class HttpRouter {
  readonly #options: HttpRouterOptions;

  constructor(options: HttpRouterOptions) {
    this.#options = options;
  }

  /** @param mayContinue sends `100 Continue` to a sender that waits for it */
  handle(req: IncomingMessage, res: ServerResponse, mayContinue?: () => void): void {
    const target = req.url ?? '/';
    const route = ingestRoute(target);
    const host = targetAuthority(target) ?? req.headers.host;
    const refused = this.#check(req, host);
    if (refused !== undefined) {
      this.#refuse(req, res, refused);
      return;
    }
    const { origin } = req.headers;
    let allowedOrigin: string | undefined;
    if (origin !== undefined && origin !== `${this.#options.scheme}://${host}`) {
      // Allowing an origin lets its pages send telemetry, and nothing else.
      if (route === undefined || !this.#options.allowedOrigins().includes(origin)) {
        this.#refuse(req, res, foreignOrigin(origin));
        return;
      }
      allowedOrigin = origin;
      allowOrigin(res, origin);
    }
    if (route === undefined) void this.#pass(req, res, mayContinue);
    else if (req.method === 'OPTIONS') answerOptions(req, res, allowedOrigin);
    else this.#options.exports(req, res, route, mayContinue);
  }

  /** Answers a request that expects what HTTP does not know. */
  refuseExpectation(req: IncomingMessage, res: ServerResponse): void {
    const expected = (req.headers.expect ?? '').slice(0, 60);
    const message = `Expect "${expected}" cannot be met; send 100-continue or none.`;
    this.#refuse(req, res, { ...refusal('invalid', message), status: 417 });
  }

  #check(req: IncomingMessage, host: string | undefined): Refusal | undefined {
    if (req.rawHeaders.length > this.#options.maxHeaders * 2) {
      const message = `More than ${this.#options.maxHeaders} request headers.`;
      return { ...refusal('invalid', message), status: 431 };
    }
    const { host: named, 'transfer-encoding': coding = 'chunked' } = req.headers;
    if (named === undefined && req.httpVersion === '1.1') {
      return refusal('invalid', 'The request has no Host header, which HTTP/1.1 asks for.');
    }
    // Node takes the chunks apart and leaves the rest as it is.
    if (coding.trim().toLowerCase() !== 'chunked') {
      const message = `Transfer-Encoding "${coding.slice(0, 60)}" is not taken; send chunked, and what is compressed with Content-Encoding.`;
      return { status: 501, rpcCode: RPC_CODE.unimplemented, message };
    }
    if (this.#options.hostAllowed(host)) return undefined;
    return refusal(
      'forbidden',
      `The Host "${(host ?? '').slice(0, 100)}" is not one this collector answers to. Use its address, or allow the name.`,
    );
  }

  async #pass(req: IncomingMessage, res: ServerResponse, mayContinue?: () => void): Promise<void> {
    try {
      const { fallback } = this.#options;
      if (fallback === undefined) {
        this.#refuse(req, res, refusal('not_found', NOT_FOUND));
        return;
      }
      mayContinue?.();
      req.url = plainTarget(req.url ?? '/');
      await fallback(req, res);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.log.error('http_request_failed', { reason });
      this.#refuse(req, res, thrown(error));
    }
  }

  #refuse(req: IncomingMessage, res: ServerResponse, reason: Refusal): void {
    this.#options.stats.refuse(reason.status, reason.message);
    const encoding = parseContentType(req.headers['content-type']) ?? 'json';
    answerRefusal(req, res, encoding, reason, this.#options.lingering);
  }
}

function foreignOrigin(origin: string): Refusal {
  return refusal(
    'forbidden',
    `Pages of ${origin.slice(0, 100)} may not reach this collector. An administrator can allow the origin in the settings.`,
  );
}
