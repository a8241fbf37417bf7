import type { ByteSource } from './byte-source.ts';
import { UnreadableFile, type Bytes } from './types.ts';
import type { OnDamage } from './unpack.ts';

/** The library, 300 kB of code, once a file is encrypted. */
const loadAge = () => import('age-encryption');

/** First line of every age file (age-encryption.org/v1). */
const MAGIC = 'age-encryption.org/v1\n';

/** Work factor of scrypt, log2: what the `age` command takes, about a second and 256 MiB. */
const WORK_FACTOR = 18;
/** Largest that is taken of a file: each more doubles the memory, and this takes 512 MiB. */
const MAX_WORK_FACTOR = 19;
/** Longest header, bytes; one of a passphrase has about 150. */
const MAX_HEADER = 4096;

const DAMAGED = 'The passphrase does not open the file, or its first bytes are damaged.';

/** Whether bytes begin as an age file does. */
export function isAge(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, MAGIC.length)).toString('latin1') === MAGIC;
}

/** A file anybody opens with the passphrase, here or with the `age` command. */
export async function encryptAge(bytes: Bytes, passphrase: string): Promise<Bytes> {
  const { Encrypter } = await loadAge();
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
  checkHeader(Buffer.from(await source.peek(MAX_HEADER)).toString('latin1'));
  const { Decrypter } = await loadAge();
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase.normalize('NFC'));
  let stream: ReadableStream<Uint8Array>;
  try {
    stream = await decrypter.decrypt(toStream(source.rest()));
  } catch (error) {
    throw new UnreadableFile(DAMAGED, { cause: error });
  }
  return untilDamage(stream, source, onDamage);
}

/** Refuses what would take memory without bound before a passphrase is even tried (age, "scrypt recipient stanza"). */
function checkHeader(head: string): void {
  const [, stanza = ''] = head.split('\n', 2);
  if (!stanza.startsWith('-> scrypt ')) {
    if (!stanza.startsWith('-> ')) throw new UnreadableFile(DAMAGED);
    throw new UnreadableFile('The file is encrypted for a key; only passphrases open files here.');
  }
  const factor = /^-> scrypt [A-Za-z0-9+/]{22} ([1-9]\d?)$/.exec(stanza)?.[1];
  if (factor === undefined || !head.includes('\n--- ')) throw new UnreadableFile(DAMAGED);
  if (Number(factor) > MAX_WORK_FACTOR) {
    throw new UnreadableFile(
      `Opening the file would take ${2 ** (Number(factor) - 10)} MiB of memory. Encrypt it anew with a work factor of ${WORK_FACTOR}.`,
    );
  }
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
