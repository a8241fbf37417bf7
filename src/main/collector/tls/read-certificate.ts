import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { AppError } from '../../../shared/errors.ts';
import { whyNotRead } from '../why-not-read.ts';
import type { CertificateAndKey } from './self-signed.ts';

/** A certificate that a server can be run with, its key checked to belong to it. */
export interface ServerCertificate extends CertificateAndKey {
  /** SHA-256 of the certificate in DER, as `AB:CD:...`. */
  readonly fingerprint: string;
  /** End of its validity, ms since 1970. */
  readonly expiresAt: number;
  /** The server's own certificate, the first of the chain. */
  readonly x509: X509Certificate;
}

/**
 * Reads a certificate chain and its private key from two PEM files.
 *
 * @throws AppError `invalid` that names the file and what is wrong with it
 */
export function readCertificateFiles(certFile: string, keyFile: string): ServerCertificate {
  const certificate = readText(certFile, 'certificate');
  const key = readText(keyFile, 'private key');
  return checkCertificate({ certificate, key }, certFile, keyFile);
}

/**
 * Checks that both can be used together, and describes them.
 *
 * @throws AppError as {@link readCertificateFiles}
 */
export function checkCertificate(
  { certificate, key }: CertificateAndKey,
  certFile: string,
  keyFile: string,
): ServerCertificate {
  const x509 = parseCertificate(certificate, certFile);
  if (!x509.checkPrivateKey(parseKey(key, keyFile))) {
    throw new AppError(
      'invalid',
      `The private key in ${keyFile} does not belong to the first certificate in ${certFile}. The server's own certificate comes first, its issuers after it.`,
    );
  }
  try {
    createSecureContext({ cert: certificate, key });
  } catch (error) {
    throw new AppError('invalid', `${certFile} cannot be used for TLS: ${whyNotRead(error)}.`, {
      cause: error,
    });
  }
  const expiresAt = Date.parse(x509.validTo);
  return { certificate, key, fingerprint: x509.fingerprint256, expiresAt, x509 };
}

function parseCertificate(text: string, file: string): X509Certificate {
  try {
    // The class also takes DER; servers here are given PEM only.
    if (text.includes('-----BEGIN CERTIFICATE-----')) return new X509Certificate(text);
  } catch (error) {
    throw new AppError('invalid', `The certificate in ${file} is damaged: ${whyNotRead(error)}.`, {
      cause: error,
    });
  }
  throw new AppError(
    'invalid',
    `${file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).`,
  );
}

function parseKey(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const encrypted = code === 'ERR_MISSING_PASSPHRASE' || text.includes('ENCRYPTED');
    throw new AppError(
      'invalid',
      encrypted
        ? `The private key in ${file} is encrypted. Give one without a passphrase, readable by this user only.`
        : `${file} holds no private key in PEM form (-----BEGIN PRIVATE KEY-----).`,
      { cause: error },
    );
  }
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('invalid', `The ${what} ${file} cannot be read: ${whyNotRead(error)}.`, {
      cause: error,
    });
  }
}
