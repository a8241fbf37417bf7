import { statSync } from 'node:fs';
import type { SecureContextOptions, Server } from 'node:tls';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import { readCertificateFiles, type ServerCertificate } from './read-certificate.ts';
import { storedCertificate, storedCertificateFiles } from './stored-certificate.ts';

/** Where the certificate of the listeners comes from. */
export type TlsChoice =
  /** PEM files: the server's certificate and its issuers, and its private key. */
  | { readonly kind: 'files'; readonly certificate: string; readonly key: string }
  /** Made on the spot and kept in the data folder. */
  | { readonly kind: 'self-signed' };

export interface ServerTlsOptions {
  readonly choice: TlsChoice;
  readonly dataDir: string;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** How often changed files are looked for, ms. */
const WATCH_FILES_MS = 5_000;
/** How often the end of a self-signed certificate is looked at, ms. */
const WATCH_END_MS = 60 * 60 * 1000;

/** The certificate of all listeners, kept current while they run. */
export class ServerTls {
  readonly #options: ServerTlsOptions;
  readonly #servers = new Set<Pick<Server, 'setSecureContext'>>();
  readonly #listeners = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #current: ServerCertificate;
  #seen: string;

  /** @throws AppError `invalid` when the files cannot be used */
  constructor(options: ServerTlsOptions) {
    this.#options = options;
    this.#seen = this.#stamp();
    this.#current = this.#read();
    if (this.#current.expiresAt < options.clock.now()) {
      options.log.warn('tls.expired', { expiredAt: this.#current.x509.validTo });
    }
    const everyMs = options.choice.kind === 'files' ? WATCH_FILES_MS : WATCH_END_MS;
    this.#timer = setInterval(() => this.#look(), everyMs).unref();
  }

  get current(): ServerCertificate {
    return this.#current;
  }

  get selfSigned(): boolean {
    return this.#options.choice.kind === 'self-signed';
  }

  /** File of the certificate, for programs that have to trust it. */
  get file(): string {
    const { choice, dataDir } = this.#options;
    return choice.kind === 'files'
      ? choice.certificate
      : storedCertificateFiles(dataDir).certificate;
  }

  /** For a server that is about to be made. */
  get context(): SecureContextOptions {
    return { cert: this.#current.certificate, key: this.#current.key, minVersion: 'TLSv1.2' };
  }

  /** Gives this server every later certificate; connections that are open keep the one they began with. */
  keepCurrent(server: Pick<Server, 'setSecureContext'>): void {
    this.#servers.add(server);
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Reads the certificate again; one that cannot be used is logged, and the present one stays. */
  reload(): void {
    const { log } = this.#options;
    try {
      const next = this.#read();
      const changed = next.fingerprint !== this.#current.fingerprint;
      this.#current = next;
      for (const server of this.#servers) server.setSecureContext(this.context);
      if (!changed) return;
      log.info('tls.reloaded', { fingerprint: next.fingerprint, expiresAt: next.x509.validTo });
      for (const listener of this.#listeners) listener();
    } catch (error) {
      const why = error instanceof AppError ? { reason: error.message } : describeBug(error);
      log.warn('tls.reload-failed', { ...why, stays: this.#current.fingerprint });
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = this.#stamp();
    if (this.#options.choice.kind === 'files' && now === this.#seen) return;
    this.#seen = now;
    this.reload();
  }

  #read(): ServerCertificate {
    const { choice, dataDir, host, allowedHosts, clock } = this.#options;
    return choice.kind === 'files'
      ? readCertificateFiles(choice.certificate, choice.key)
      : storedCertificate({ dataDir, host, allowedHosts, now: clock.now() });
  }

  /** Changes whenever one of the files is replaced or written. */
  #stamp(): string {
    const { choice } = this.#options;
    if (choice.kind !== 'files') return '';
    return [choice.certificate, choice.key]
      .map((file) => {
        const stat = statSync(file, { throwIfNoEntry: false });
        return stat === undefined ? 'none' : `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
      })
      .join(', ');
  }
}
