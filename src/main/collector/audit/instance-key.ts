import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';

/** Private key of the instance in the data folder, PKCS 8 in PEM, readable by its owner only. */
const KEY_FILE = 'audit-key.pem';

/**
 * The Ed25519 key pair of this instance. It signs the head of the audit chain and audit exports; a key derived from
 * it seals every entry, so that entries cannot be made or remade without the key file.
 */
export class InstanceKey {
  readonly #private: KeyObject;
  readonly #public: KeyObject;
  readonly #sealKey: Buffer;

  constructor(privateKey: KeyObject) {
    this.#private = privateKey;
    this.#public = createPublicKey(privateKey);
    const secret = privateKey.export({ type: 'pkcs8', format: 'der' });
    this.#sealKey = Buffer.from(hkdfSync('sha256', secret, '', 'spanward-audit-seal-1', 32));
  }

  static generate(): InstanceKey {
    return new InstanceKey(generateKeyPairSync('ed25519').privateKey);
  }

  /** PEM of the private half, for its file. */
  get privatePem(): string {
    return this.#private.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  /** PEM (SPKI) of the public half, to be handed out. */
  get publicPem(): string {
    return this.#public.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** SHA-256 of the public half (SPKI, DER), hexadecimal: for comparing it by eye. */
  get fingerprint(): string {
    const der = this.#public.export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(der).digest('hex');
  }

  /** Ed25519 signature, 64 bytes. */
  sign(message: Uint8Array): Buffer {
    return sign(null, message, this.#private);
  }

  verify(message: Uint8Array, signature: Uint8Array): boolean {
    return verify(null, message, this.#public, signature);
  }

  /** A key of 32 bytes for another purpose, the same for ever; says nothing about this one or about others. */
  derive(purpose: string): Buffer {
    const secret = this.#private.export({ type: 'pkcs8', format: 'der' });
    return Buffer.from(hkdfSync('sha256', secret, '', `spanward-${purpose}`, 32));
  }

  /** HMAC-SHA-256 of an entry's hash, hexadecimal. */
  seal(hash: string): string {
    return createHmac('sha256', this.#sealKey).update(hash, 'utf8').digest('hex');
  }
}

export const keyFile = (dataDir: string): string => join(dataDir, KEY_FILE);

/**
 * The instance's key, or undefined where there is none yet.
 *
 * @throws AppError `internal` when the file does not hold a key
 */
export function readInstanceKey(dataDir: string): InstanceKey | undefined {
  const file = keyFile(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('it is not an Ed25519 key');
    return new InstanceKey(key);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'internal',
      `${file} cannot be read: ${reason}. Put a backup in its place; without it the audit log cannot be proven.`,
      { cause: error },
    );
  }
}
