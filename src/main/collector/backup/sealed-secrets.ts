import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

/** What a backup holds only under a passphrase. */
export const Secrets = z.object({
  /** Private key of the instance (PKCS 8, PEM). */
  auditKey: z.string(),
  /** People with a second factor: what the catalog in the archive lacks of them. Secrets in base 64. */
  people: z.array(
    z.object({
      id: z.string(),
      password: z.string().nullable(),
      totpSecret: z.string(),
      totpConfirmed: z.number().int(),
      totpLastStep: z.number().int(),
      recoverySha256: z.string(),
    }),
  ),
});
export type Secrets = z.infer<typeof Secrets>;

const MAGIC = Buffer.from('spanward-sealed-1\n');
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** 128 MiB and some 0.4 s for each guess. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 192 * 1024 * 1024 };

/** AES-256-GCM under a key that scrypt makes of the passphrase: magic, salt, iv, tag, text. Takes some 0.4 s. */
export function sealSecrets(secrets: Secrets, passphrase: string): Buffer {
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), iv).setAAD(MAGIC);
  const text = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
  return Buffer.concat([MAGIC, salt, iv, cipher.getAuthTag(), text]);
}

/** @throws AppError `invalid` for another passphrase, or bytes that were changed */
export function unsealSecrets(sealed: Buffer, passphrase: string): Secrets {
  let at = 0;
  const take = (bytes: number) => sealed.subarray(at, (at += bytes));
  try {
    if (!take(MAGIC.length).equals(MAGIC)) throw new Error('another format');
    const key = keyOf(passphrase, take(SALT_BYTES));
    const decipher = createDecipheriv('aes-256-gcm', key, take(IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(MAGIC).setAuthTag(take(TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(at)), decipher.final()]);
    return Secrets.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    throw new AppError(
      'invalid',
      'The passphrase does not open the secrets of this backup. Give the one it was made with, or see with "spanward restore --check FILE" whether the file was changed.',
      { cause: error },
    );
  }
}

function keyOf(passphrase: string, salt: Buffer): Buffer {
  return scryptSync(passphrase.normalize('NFC'), salt, 32, SCRYPT);
}
