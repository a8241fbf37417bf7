import { verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Head } from './entry.ts';
import type { InstanceKey } from './instance-key.ts';
import { replaceFile } from '../replace-file.ts';

/** The head of the chain outside the database: deleting the newest entries, or all of them, shows against it. */
const ANCHOR_FILE = 'audit-head.json';

const AnchorDocument = z.object({
  version: z.literal(1),
  sequence: z.number().int().nonnegative(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Ed25519 over `spanward-audit-head-1`, the sequence and the hash, one a line; base 64. */
  signature: z.string(),
});

/** What the anchor file says: a head, that there is no file, or why it cannot be believed. */
export type AnchorState =
  | { readonly kind: 'head'; readonly head: Head }
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly reason: string };

export const anchorFile = (dataDir: string): string => join(dataDir, ANCHOR_FILE);

const signedBytes = ({ sequence, hash }: Head): Buffer =>
  Buffer.from(`spanward-audit-head-1\n${sequence}\n${hash}\n`);

/** Ed25519 signature of a head, base 64. */
export function signHead(key: InstanceKey, head: Head): string {
  return key.sign(signedBytes(head)).toString('base64');
}

/** Whether the holder of a public key (PEM) signed this head. */
export function isHeadOf(publicPem: string, head: Head, signature: string): boolean {
  return verify(null, signedBytes(head), publicPem, Buffer.from(signature, 'base64'));
}

/** Reads the anchor and checks its signature. */
export function readAnchor(dataDir: string, key: InstanceKey): AnchorState {
  const file = anchorFile(dataDir);
  if (!existsSync(file)) return { kind: 'missing' };
  try {
    const { sequence, hash, signature } = AnchorDocument.parse(
      JSON.parse(readFileSync(file, 'utf8')),
    );
    const head = { sequence, hash };
    if (!key.verify(signedBytes(head), Buffer.from(signature, 'base64'))) {
      return { kind: 'broken', reason: 'its signature is not of this instance' };
    }
    return { kind: 'head', head };
  } catch {
    return { kind: 'broken', reason: 'it is not readable' };
  }
}

/** The sequence the anchor file names, whoever signed it; 0 without a readable one. */
export function claimedSequence(dataDir: string): number {
  try {
    return AnchorDocument.parse(JSON.parse(readFileSync(anchorFile(dataDir), 'utf8'))).sequence;
  } catch {
    return 0;
  }
}

export function writeAnchor(dataDir: string, key: InstanceKey, head: Head): Promise<void> {
  const signature = signHead(key, head);
  const document = { version: 1, ...head, signature };
  return replaceFile(anchorFile(dataDir), `${JSON.stringify(document)}\n`);
}

/** Keeps the anchor file at the newest head; changes that come while it is written share one writing. */
export class Anchor {
  readonly #write: (head: Head) => Promise<void>;
  readonly #log: Log;
  #wanted: Head | undefined;
  #writing: Promise<void> | undefined;

  constructor(dataDir: string, key: InstanceKey, log: Log) {
    this.#write = (head) => writeAnchor(dataDir, key, head);
    this.#log = log;
  }

  /** Resolves when this head, or a later one, is on the disk. A failure is logged: the change itself is stored. */
  save(head: Head): Promise<void> {
    this.#wanted = head;
    this.#writing ??= this.#writeAll();
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#wanted !== undefined) {
      const head = this.#wanted;
      this.#wanted = undefined;
      try {
        await this.#write(head);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#log.error('audit.anchor-failed', { sequence: head.sequence, reason });
      }
    }
    // In the same step as the last look at `#wanted`: whoever comes later starts a new writing.
    this.#writing = undefined;
  }
}
