import { statSync } from 'node:fs';
import type { SecureContextOptions, Server } from 'node:tls';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import { describeBug } from '../describe-bug.ts';
import type { Log } from '../log.ts';
import type { StoreCheck } from '../store/types.ts';
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
const DAY_MS = 24 * 60 * 60 * 1000;
/** What tools that renew certificates leave at the least; a self-signed one is made anew earlier. */
const ENDS_SOON_MS = 14 * DAY_MS;

/** The certificate of all listeners, kept current while they run. */
export class ServerTls {
  readonly #options: ServerTlsOptions;
  readonly #servers = new Set<Pick<Server, 'setSecureContext'>>();
  readonly #listeners = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #current: ServerCertificate;
  #seen: string;
  /** Why the files were not taken when they last changed. */
  #notTaken: string | undefined;
  /** What was last told of its time. */
  #told = '';

  /** @throws AppError `invalid` when the files cannot be used */
  constructor(options: ServerTlsOptions) {
    this.#options = options;
    this.#seen = this.#stamp();
    this.#current = this.#read();
    this.#tellTime();
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
      this.#notTaken = undefined;
      this.#tellTime();
      for (const server of this.#servers) server.setSecureContext(this.context);
      if (!changed) return;
      log.info('tls.reloaded', { fingerprint: next.fingerprint, expiresAt: next.x509.validTo });
      for (const listener of this.#listeners) listener();
    } catch (error) {
      const why = error instanceof AppError ? { reason: error.message } : describeBug(error);
      this.#notTaken = error instanceof Error ? error.message : String(error);
      log.warn('tls.reload-failed', { ...why, stays: this.#current.fingerprint });
    }
  }

  /** Whether clients can be expected to take it, now and in the next days. */
  check(): StoreCheck {
    const name = 'certificate';
    const { validTo } = this.#current.x509;
    const time = this.#time();
    if (time === 'ended') {
      const message = `The certificate ended at ${validTo}: clients refuse it. Put a new one in ${this.file}.`;
      return { name, state: 'failed', message };
    }
    if (this.#notTaken !== undefined) {
      const message = `The changed files were not taken, the certificate before stays until ${validTo}. ${this.#notTaken}`;
      return { name, state: 'warning', message };
    }
    if (time === 'sound') return { name, state: 'ok', message: `good until ${validTo}` };
    const message =
      time === 'early'
        ? `The certificate is good from ${this.#current.x509.validFrom} on: until then clients refuse it. Is the clock right?`
        : `The certificate ends at ${validTo}. Put a new one in ${this.file}.`;
    return { name, state: 'warning', message };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #time(): 'ended' | 'early' | 'soon' | 'sound' {
    const now = this.#options.clock.now();
    const { expiresAt, x509 } = this.#current;
    if (expiresAt <= now) return 'ended';
    if (Date.parse(x509.validFrom) > now) return 'early';
    return expiresAt - now < ENDS_SOON_MS ? 'soon' : 'sound';
  }

  /** Once for each certificate, and again when it is over. */
  #tellTime(): void {
    const { fingerprint, x509 } = this.#current;
    const time = this.#time();
    const now = `${fingerprint} ${time}`;
    if (now === this.#told) return;
    this.#told = now;
    const { log } = this.#options;
    if (time === 'ended') log.warn('tls.expired', { expiredAt: x509.validTo });
    else if (time === 'soon') log.warn('tls.expires-soon', { expiresAt: x509.validTo });
    else if (time === 'early') log.warn('tls.not-yet-valid', { validFrom: x509.validFrom });
  }

  #look(): void {
    this.#tellTime();
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
        try {
          const { ino, size, mtimeMs } = statSync(file);
          return `${ino} ${size} ${mtimeMs}`;
        } catch (error) {
          // Gone, or in a folder that may not be looked into any more: reading it tells why.
          return String((error as NodeJS.ErrnoException).code);
        }
      })
      .join(', ');
  }
}
