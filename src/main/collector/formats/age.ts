import { Decrypter, Encrypter } from 'age-encryption';
import type { ByteSource } from './byte-source.ts';
import { UnreadableFile, type Bytes } from './types.ts';
import type { OnDamage } from './unpack.ts';

/** First line of every age file (age-encryption.org/v1). */
const MAGIC = 'age-encryption.org/v1\n';

/** Work factor of scrypt, log2: what the `age` command takes, about a second and 256 MiB. */
const WORK_FACTOR = 18;

/** Whether bytes begin as an age file does. */
export function isAge(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;
}

/** A file anybody opens with the passphrase, here or with the `age` command. */
export async function encryptAge(bytes: Bytes, passphrase: string): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(WORK_FACTOR);
  encrypter.setPassphrase(passphrase.normalize('NFC'));
  return fromStream(await encrypter.encrypt(toStream(bytes)));
}

/**
 * What an age file holds; every 64 KiB of it are checked before they are given out.
 *
 * @throws UnreadableFile without a passphrase, or with another one
 */
export async function decryptAge(
  source: ByteSource,
  passphrase: string | undefined,
  onDamage: OnDamage,
): Promise<Bytes> {
  if (passphrase === undefined) {
    throw new UnreadableFile('The file is encrypted. Give the passphrase it was made with.');
  }
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase.normalize('NFC'));
  let stream: ReadableStream<Uint8Array>;
  try {
    stream = await decrypter.decrypt(toStream(source.rest()));
  } catch (error) {
    throw new UnreadableFile(
      'The passphrase does not open the file, or its first bytes are damaged.',
      { cause: error },
    );
  }
  return untilDamage(stream, source, onDamage);
}

async function* untilDamage(
  stream: ReadableStream<Uint8Array>,
  source: ByteSource,
  onDamage: OnDamage,
): Bytes {
  try {
    yield* fromStream(stream);
  } catch {
    onDamage(source.offset, 'the encrypted data was changed or cut short');
  }
}

function toStream(bytes: Bytes): ReadableStream<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
}

async function* fromStream(stream: ReadableStream<Uint8Array>): Bytes {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
