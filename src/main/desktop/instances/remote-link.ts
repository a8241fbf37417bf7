import { ORPCError, type ClientOptions } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { z } from 'zod';
import { AppError, ERROR_STATUS, type ErrorCode } from '../../../shared/errors.ts';
import type { InstanceLink } from '../../../shared/instances.ts';
import { createNodeFetch } from '../../collector/tls/node-fetch.ts';
import { OtherCertificate, TrustingAgent } from '../../collector/tls/server-trust.ts';
import type { StoredInstance } from './instance-store.ts';

/** What travels with a call besides its input. */
export interface CallHeaders {
  readonly headers: Readonly<Record<string, string>>;
}

export interface RemoteLinkOptions {
  readonly instance: StoredInstance;
  /** Token of the session; '' without one. */
  readonly session: () => string;
  /** The instance does not know the session (any more). */
  readonly onSessionEnded: () => void;
  readonly onState: (state: InstanceLink) => void;
}

/** Nothing came from the instance, which may well be unable to do something once it is there. */
export class InstanceAway extends AppError {
  constructor(name: string) {
    super('unavailable', `${name} cannot be reached at the moment.`);
  }
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Longest error text of another machine that is passed on, characters. */
const MAX_MESSAGE = 1_000;

/** The way to one remote instance: trusted connections, the session, and whether it can be reached. */
export class RemoteLink {
  readonly #options: RemoteLinkOptions;
  readonly #agent: TrustingAgent | undefined;
  readonly #rpc: RPCLink<CallHeaders>;
  #state: InstanceLink = { kind: 'connecting' };
  /** Of the present absence: tries so far, and when the next is due (ms since 1970). */
  #failures = 0;
  #nextTry = 0;

  constructor(options: RemoteLinkOptions) {
    this.#options = options;
    const { trust, address } = options.instance;
    this.#agent = trust.kind === 'loopback' ? undefined : new TrustingAgent(trust);
    const send = createNodeFetch(this.#agent);
    this.#rpc = new RPCLink({
      url: `${address}/rpc`,
      headers: ({ context }) => {
        const session = options.session();
        return {
          ...context.headers,
          ...(session === '' ? {} : { authorization: `Bearer ${session}` }),
        };
      },
      fetch: async (request) => withRefusals(await send(request)),
    });
  }

  get state(): InstanceLink {
    return this.#state;
  }

  /**
   * Makes a call there. While it is away calls fail at once, but for one after each pause; pauses grow to 30 s.
   *
   * @throws AppError with the instance's own code and words, or {@link InstanceAway} when it cannot be reached
   */
  async call(
    path: readonly string[],
    input: unknown,
    options: ClientOptions<CallHeaders>,
  ): Promise<unknown> {
    if (this.#state.kind === 'untrusted') throw this.#away();
    if (Date.now() < this.#nextTry) throw this.#away();
    // Whoever comes while this try is under way waits for its outcome.
    if (this.#failures > 0) this.#nextTry = Date.now() + this.#pause();
    const session = this.#options.session();
    try {
      const output = await this.#rpc.call(path, input, options);
      this.#reached();
      return output;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw this.#explain(error, session);
    }
  }

  /** Forgets the pause: the next call tries. */
  retry(): void {
    this.#nextTry = 0;
  }

  close(): void {
    this.#agent?.destroy();
  }

  #pause(): number {
    return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, this.#failures - 1), LONGEST_PAUSE_MS);
  }

  #reached(): void {
    this.#failures = 0;
    this.#nextTry = 0;
    if (this.#state.kind !== 'ready') this.#become({ kind: 'ready' });
  }

  /** What went wrong, in our own codes; notes whether the instance was there at all. */
  #explain(error: unknown, session: string): Error {
    if (error instanceof ORPCError) {
      this.#reached();
      const message = error.message.slice(0, MAX_MESSAGE);
      if (!isCode(error.code)) return this.#strange();
      const ended = error.code === 'unauthenticated' && session !== '';
      if (ended && session === this.#options.session()) this.#options.onSessionEnded();
      const { retryAfterSeconds } = (error.data ?? {}) as { retryAfterSeconds?: unknown };
      const pause = typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {};
      return new AppError(error.code, message, pause);
    }
    if (error instanceof OtherCertificate) {
      this.#become({ kind: 'untrusted', expected: error.expected, shown: error.shown });
      return this.#away();
    }
    if (!isConnectionError(error)) return this.#strange();
    this.#failures += 1;
    this.#nextTry = Date.now() + this.#pause();
    const since = this.#state.kind === 'offline' ? this.#state.since : Date.now();
    this.#become({ kind: 'offline', since, reason: reasonOf(error) });
    return this.#away();
  }

  #strange(): AppError {
    const { address } = this.#options.instance;
    return new AppError(
      'unsupported',
      `${address} did not answer as a Spanward console does. Is it the console's port (4319 by default), and about the same version?`,
    );
  }

  #away(): AppError {
    return new InstanceAway(this.#options.instance.name);
  }

  #become(state: InstanceLink): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

const Refusal = z.object({ code: z.string(), message: z.string() });

/** What the console says before it looks at a call, it says without the envelope of calls. */
async function withRefusals(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  const { data } = Refusal.safeParse(parseJson(text));
  if (data !== undefined) throw new ORPCError(data.code, { message: data.message });
  return new Response(text, { status: response.status, headers: response.headers });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_STATUS, code);

/** Errors of sockets, name servers and TLS carry a code; those of reading an answer do not. */
function isConnectionError(error: unknown): error is Error {
  return error instanceof Error && ('code' in error || error.name === 'ServerSilent');
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at this address.',
  ENOTFOUND: 'There is no such name.',
  EAI_AGAIN: 'The name cannot be looked up.',
  EHOSTUNREACH: 'There is no way to this address.',
  ENETUNREACH: 'There is no network.',
  ECONNRESET: 'The connection was cut.',
  ETIMEDOUT: 'It does not answer.',
  EPROTO: 'It does not speak TLS.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'It does not speak TLS.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is not from the authority given.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is not from the authority given.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate is not from the authority given.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'Its certificate is not from the authority given.',
};

/** Why a connection failed, in a sentence. */
export function reasonOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? error.message;
}
