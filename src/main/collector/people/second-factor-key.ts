import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../replace-file.ts';

/** In the data folder, outside of the catalog: 32 bytes in base 64, readable by its owner only. */
const KEY_FILE = 'second-factor.key';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what is sealed, so that another way of sealing can be told from it. */
const VERSION = 1;

/**
 * Seals the secrets of second factors with AES-256-GCM: version (1 byte), nonce (12), tag (16), text. The id of the
 * person is authenticated along, so that nobody's secret can be put in the place of another's.
 */
export class SecondFactorKey {
  readonly #key: Buffer;

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    this.#key = key;
  }

  /** The key of a data folder; undefined where there is none, or the file holds something else. */
  static read(dataDir: string): SecondFactorKey | undefined {
    const file = secondFactorKeyFile(dataDir);
    if (!existsSync(file)) return undefined;
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
    return key.length === KEY_BYTES ? new SecondFactorKey(key) : undefined;
  }

  /** As {@link read}, with a new key in the place of none; a file that holds something else is set aside. */
  static async open(dataDir: string, nowMs: number): Promise<SecondFactorKey> {
    const there = SecondFactorKey.read(dataDir);
    if (there !== undefined) return there;
    const file = secondFactorKeyFile(dataDir);
    if (existsSync(file)) renameSync(file, `${file}.damaged-${nowMs}`);
    const key = randomBytes(KEY_BYTES);
    await replaceFile(file, `${key.toString('base64')}\n`);
    return new SecondFactorKey(key);
  }

  seal(personId: string, secret: Uint8Array): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(aad(personId));
    const text = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), text]);
  }

  /** The secret; null where it was sealed with another key or for somebody else, or was changed. */
  unseal(personId: string, sealed: Uint8Array): Buffer | null {
    const bytes = Buffer.from(sealed);
    const textAt = 1 + IV_BYTES + TAG_BYTES;
    if (bytes[0] !== VERSION || bytes.length < textAt) return null;
    const iv = bytes.subarray(1, 1 + IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(aad(personId)).setAuthTag(bytes.subarray(1 + IV_BYTES, textAt));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(textAt)), decipher.final()]);
    } catch {
      return null;
    }
  }
}

const secondFactorKeyFile = (dataDir: string): string => join(dataDir, KEY_FILE);

const aad = (personId: string): Buffer => Buffer.from(`spanward-second-factor-1\n${personId}`);
