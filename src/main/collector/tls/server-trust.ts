import { hash, timingSafeEqual } from 'node:crypto';
import { Agent, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { callbackify } from 'node:util';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

/** Why a client believes that a server is the right one. */
export type ServerTrust =
  /** Its certificate is this very one: SHA-256 of the DER, as `AB:CD:...`. Who issued it and when it ends do not matter. */
  | { readonly kind: 'fingerprint'; readonly sha256: string }
  /** Its certificate is valid, names the server, and was issued by one of these (PEM). */
  | { readonly kind: 'authority'; readonly pem: string };

/** The server showed another certificate than the pinned one. Nothing was sent to it. */
export class OtherCertificate extends Error {
  readonly expected: string;
  readonly shown: string;

  constructor(expected: string, shown: string) {
    super(`The server shows another certificate (${shown}) than the one trusted (${expected}).`);
    this.name = 'OtherCertificate';
    this.expected = expected;
    this.shown = shown;
  }
}

/** SHA-256 of the certificate a server showed, as `AB:CD:...`; '' without one. */
export function fingerprintOf(socket: TLSSocket): string {
  const { raw } = socket.getPeerCertificate();
  if (raw === undefined) return '';
  return hash('sha256', raw, 'buffer').toString('hex').toUpperCase().match(/../g)!.join(':');
}

const digestOf = (fingerprint: string): Buffer =>
  Buffer.from(fingerprint.replaceAll(':', ''), 'hex');

function isSame(expected: string, shown: string): boolean {
  const [a, b] = [digestOf(expected), digestOf(shown)];
  return a.length === 32 && b.length === 32 && timingSafeEqual(a, b);
}

/** An error as Node's own of sockets are. */
const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/** Longest wait for a connection and its handshake, ms. */
const CONNECT_MS = 10_000;

/**
 * Connections to servers that are trusted in one way.
 *
 * A request gets its socket only when the server has proven itself: with another certificate not a byte of it is
 * sent. Sessions are never resumed, so that every connection shows its certificate.
 */
export class TrustingAgent extends Agent {
  readonly #trust: ServerTrust;

  constructor(trust: ServerTrust) {
    super({ keepAlive: true, maxCachedSessions: 0 });
    this.#trust = trust;
  }

  override createConnection(
    options: RequestOptions,
    done?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    // Node looks at the socket only when there is no error.
    callbackify(connectTrusted)(options as ConnectionOptions, this.#trust, (error, socket) =>
      done?.(error, socket),
    );
    return undefined;
  }
}

/**
 * Connects and hands over a socket whose server has proven itself.
 *
 * @throws OtherCertificate, or what connecting failed with
 */
function connectTrusted(options: ConnectionOptions, trust: ServerTrust): Promise<TLSSocket> {
  const how: ConnectionOptions =
    trust.kind === 'authority'
      ? { ca: trust.pem }
      : // The chain proves nothing here: the fingerprint below is what decides.
        { rejectUnauthorized: false };
  const { session: _none, ...rest } = options;
  const socket = connect({ ...rest, minVersion: 'TLSv1.2', ...how });
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(coded('ETIMEDOUT', 'It does not answer.')), CONNECT_MS);
    socket.once('error', fail);
    socket.once('close', () => fail(coded('ECONNRESET', 'The connection was cut.')));
    socket.once('secureConnect', () => {
      if (trust.kind === 'fingerprint') {
        const shown = fingerprintOf(socket);
        if (!isSame(trust.sha256, shown)) return fail(new OtherCertificate(trust.sha256, shown));
      }
      clearTimeout(timer);
      socket.removeAllListeners('error').removeAllListeners('close');
      resolve(socket);
    });
  });
}
