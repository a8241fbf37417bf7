import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { whyNotRead } from '../why-not-read.ts';

/** What there is to say about an exported file and its signature. */
export interface ExportCheck {
  readonly ok: boolean;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
  /** SHA-256 of the public key, hexadecimal: compare it with the one the instance shows. */
  readonly keyFingerprint: string;
}

/**
 * Whether a file is, byte for byte, what the instance with this public key exported. Needs no instance and no network.
 *
 * @throws AppError `invalid` naming the file that cannot be read or is no key or signature
 */
export async function verifyExport(
  file: string,
  signatureFile: string,
  keyFile: string,
): Promise<ExportCheck> {
  const key = readKey(keyFile);
  const signature = readSignature(signatureFile);
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    throw unreadable(file, error);
  }
  const digest = hash.digest();
  const der = key.export({ type: 'spki', format: 'der' });
  return {
    ok: verify(null, digest, key, signature),
    sha256: digest.toString('hex'),
    keyFingerprint: createHash('sha256').update(der).digest('hex'),
  };
}

function readKey(file: string): KeyObject {
  const pem = readText(file);
  let key: KeyObject | undefined;
  try {
    key = createPublicKey(pem);
  } catch {
    // What OpenSSL says of it helps nobody.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new AppError(
    'invalid',
    `${file} is no Ed25519 public key in PEM: "spanward audit public-key" of the instance prints it.`,
  );
}

function readSignature(file: string): Buffer {
  const signature = Buffer.from(readText(file).trim(), 'base64');
  if (signature.length === 64) return signature;
  throw new AppError('invalid', `${file} is not a signature: 64 bytes in base 64 are expected.`);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): AppError {
  return new AppError('invalid', `${file} cannot be read: ${whyNotRead(error)}.`, {
    cause: error,
  });
}
