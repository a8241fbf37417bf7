import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { INSTANCE_COLORS, InstanceId, InstanceTrust } from '../../../shared/instances.ts';
import { writePrivate } from '../write-private.ts';

const StoredInstance = z.object({
  id: InstanceId,
  name: z.string(),
  address: z.string(),
  color: z
    .number()
    .int()
    .min(0)
    .max(INSTANCE_COLORS - 1),
  trust: InstanceTrust,
  /** Token of the session there, encrypted by the system, in Base64; absent where the system cannot. */
  session: z.string().optional(),
});
export type StoredInstance = z.infer<typeof StoredInstance>;

/** Encrypts with a key that the system keeps for this user; null where it has no safe place for one. */
export interface Cipher {
  encrypt(text: string): Buffer;
  /** @throws when it was encrypted by somebody else */
  decrypt(bytes: Buffer): string;
}

const MOST = 50;

/** The remote instances the app knows, in one file readable by its owner only, and their sessions. */
export class InstanceStore {
  readonly #file: string;
  readonly #cipher: () => Cipher | null;
  readonly #sessions = new Map<string, string>();
  #instances: readonly StoredInstance[];

  /** @param cipher asked for when it is needed: the system's key is not there before the app is ready */
  constructor(file: string, cipher: () => Cipher | null) {
    this.#file = file;
    this.#cipher = cipher;
    this.#instances = read(file);
  }

  get all(): readonly StoredInstance[] {
    return this.#instances;
  }

  find(id: string): StoredInstance | undefined {
    return this.#instances.find((each) => each.id === id);
  }

  /** @throws AppError `conflict` when the address is there already or there are too many */
  add(instance: Pick<StoredInstance, 'name' | 'address' | 'trust'>): StoredInstance {
    const known = this.#instances.find(({ address }) => address === instance.address);
    if (known !== undefined) {
      throw new AppError('conflict', `${instance.address} is there already, as "${known.name}".`);
    }
    if (this.#instances.length >= MOST) {
      throw new AppError('conflict', `There are ${MOST} instances. Remove one first.`);
    }
    const added = { ...instance, id: newId(), color: this.#freeColor() };
    this.#write([...this.#instances, added]);
    return added;
  }

  setTrust(id: string, trust: InstanceTrust): void {
    this.#change(id, { trust });
  }

  remove(id: string): void {
    this.#sessions.delete(id);
    this.#write(this.#instances.filter((each) => each.id !== id));
  }

  /** Token of the session there; '' without one. */
  session(id: string): string {
    const remembered = this.#sessions.get(id);
    if (remembered !== undefined) return remembered;
    const token = this.#decrypt(this.find(id)?.session);
    this.#sessions.set(id, token);
    return token;
  }

  /** Keeps the token of a session: on the disk only where the system can encrypt it, else until the app ends. */
  setSession(id: string, token: string): void {
    this.#sessions.set(id, token);
    const cipher = token === '' ? null : this.#cipher();
    this.#change(id, { session: cipher?.encrypt(token).toString('base64') });
  }

  #decrypt(session: string | undefined): string {
    const cipher = session === undefined ? null : this.#cipher();
    if (session === undefined || cipher === null) return '';
    try {
      return cipher.decrypt(Buffer.from(session, 'base64'));
    } catch {
      // Of another user or another machine: sign in again.
      return '';
    }
  }

  #change(id: string, changes: Partial<StoredInstance>): void {
    this.#write(this.#instances.map((each) => (each.id === id ? { ...each, ...changes } : each)));
  }

  #write(instances: readonly StoredInstance[]): void {
    writePrivate(this.#file, `${JSON.stringify(instances, null, 2)}\n`);
    this.#instances = instances;
  }

  /** The color used least so far. */
  #freeColor(): number {
    const uses = Array.from(
      { length: INSTANCE_COLORS },
      (_, color) => this.#instances.filter((each) => each.color === color).length,
    );
    return uses.indexOf(Math.min(...uses));
  }
}

/** Entries that cannot be read are left out, the others stay. */
function read(file: string): StoredInstance[] {
  try {
    const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return z
      .array(z.unknown())
      .parse(list)
      .flatMap((entry) => StoredInstance.safeParse(entry).data ?? []);
  } catch {
    return [];
  }
}

const ID_CHARACTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

function newId(): string {
  return `rmt_${Array.from({ length: 12 }, () => ID_CHARACTERS[randomInt(36)]).join('')}`;
}
