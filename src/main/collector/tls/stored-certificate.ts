import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { whyNotWritten } from '../why-not-written.ts';
import {
  checkCertificate,
  readCertificateFiles,
  type ServerCertificate,
} from './read-certificate.ts';
import { makeSelfSigned } from './self-signed.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The longest that browsers take from a certificate somebody has trusted by hand. */
const LIFETIME_MS = 825 * DAY_MS;
/** What is left when a new one is made, so that nobody meets an expired one. */
const RENEW_BEFORE_MS = 30 * DAY_MS;

export interface StoredCertificateRequest {
  readonly dataDir: string;
  /** Address the server listens on. */
  readonly host: string;
  /** Names it is reached under besides. */
  readonly allowedHosts: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Files of the self-signed certificate of a data folder. */
export function storedCertificateFiles(dataDir: string): { certificate: string; key: string } {
  const folder = join(dataDir, 'tls');
  return { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
}

/**
 * The self-signed certificate of a data folder: the one there is, or a new one when there is none, when it ends
 * within 30 days, when it is damaged, or when it lacks a name that is asked for.
 */
export function storedCertificate(request: StoredCertificateRequest): ServerCertificate {
  const names = namesOf(request);
  const files = storedCertificateFiles(request.dataDir);
  const stored = readStored(files);
  const fits =
    stored !== undefined &&
    stored.expiresAt - request.now > RENEW_BEFORE_MS &&
    names.every((name) => covers(stored, name));
  return fits ? stored : make(request, names, files);
}

/** Whether a certificate is good for a name or an address. */
function covers({ x509 }: ServerCertificate, name: string): boolean {
  if (isIP(name) !== 0) return x509.checkIP(name) !== undefined;
  return x509.checkHost(name, { subject: 'never' }) !== undefined;
}

function readStored(files: { certificate: string; key: string }): ServerCertificate | undefined {
  try {
    return readCertificateFiles(files.certificate, files.key);
  } catch {
    // Missing, or damaged: nothing is lost with it, as it can be made again.
    return undefined;
  }
}

function make(
  { host, now }: StoredCertificateRequest,
  names: readonly string[],
  files: { certificate: string; key: string },
): ServerCertificate {
  // Addresses of this machine come and go: they go into a new certificate, but do not ask for one.
  const own = isUnspecified(host) ? ownAddresses() : [];
  const made = makeSelfSigned({
    names: [...new Set([...names, ...own])],
    now,
    lifetimeMs: LIFETIME_MS,
  });
  const folder = dirname(files.key);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writePrivate(files.key, made.key);
    writePrivate(files.certificate, made.certificate);
  } catch (error) {
    throw new AppError(
      'unavailable',
      `The self-signed certificate cannot be kept in ${folder}: ${whyNotWritten(folder, error)}. See to that and start again.`,
      { cause: error },
    );
  }
  return checkCertificate(made, files.certificate, files.key);
}

/** Another file in place of the old one, whose permissions it must not take over. */
function writePrivate(file: string, text: string): void {
  const next = `${file}.next`;
  writeFileSync(next, text, { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, file);
}

function namesOf({ host, allowedHosts }: StoredCertificateRequest): string[] {
  const bound = isUnspecified(host) ? [] : [host];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...bound, ...allowedHosts])];
}

const isUnspecified = (host: string): boolean => host === '0.0.0.0' || host === '::';

function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((entry) => (entry === undefined || entry.address.includes('%') ? [] : [entry.address]))
    .slice(0, 32);
}
