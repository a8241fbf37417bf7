import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { TlsChoice } from '../collector/tls/server-tls.ts';

/** The options of `spanward serve` that are about TLS. */
export interface TlsOptions {
  readonly tls?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/**
 * What certificate was asked for; undefined for none.
 *
 * @throws AppError `invalid` for options that do not go together
 */
export function readTlsChoice({ tls, tlsCert, tlsKey }: TlsOptions): TlsChoice | undefined {
  if (tls !== undefined && tls !== 'self-signed') {
    throw new AppError(
      'invalid',
      `--tls "${tls}" is unknown: it takes "self-signed". For a certificate of your own give --tls-cert FILE and --tls-key FILE.`,
    );
  }
  if (tls !== undefined && (tlsCert !== undefined || tlsKey !== undefined)) {
    throw new AppError(
      'invalid',
      'Give either --tls self-signed or --tls-cert with --tls-key, not both.',
    );
  }
  if (tls !== undefined) return { kind: 'self-signed' };
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    const missing = tlsCert === undefined ? '--tls-cert' : '--tls-key';
    throw new AppError(
      'invalid',
      `${missing} FILE is missing: a certificate and its key belong together.`,
    );
  }
  return { kind: 'files', certificate: resolve(tlsCert), key: resolve(tlsKey) };
}
