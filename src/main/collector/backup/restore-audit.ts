import type { AuditVerification } from '../../../shared/contract/audit.ts';
import { AppError } from '../../../shared/errors.ts';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { systemActor } from '../audit/actor.ts';
import { isHeadOf, writeAnchor } from '../audit/anchor.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { GENESIS, type Head } from '../audit/entry.ts';
import { InstanceKey, keyFile } from '../audit/instance-key.ts';
import { replaceFile } from '../replace-file.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { openCatalog, type Catalog } from '../catalog/open-catalog.ts';
import { systemClock } from '../clock.ts';
import type { Log } from '../log.ts';
import { SecondFactorKey } from '../people/second-factor-key.ts';
import { HeadDocument } from './manifest.ts';
import type { Secrets } from './sealed-secrets.ts';

/** How the audit log goes on after a restore. */
export interface RestoredAudit {
  /** Whether every entry is as it was written. */
  readonly ok: boolean;
  readonly entries: number;
  /** The first entry that is not as it should be, and why. */
  readonly problem: AuditVerification['problem'];
  /** SHA-256 of the instance's public key before and now, hexadecimal. */
  readonly keyBefore: string;
  readonly keyNow: string;
}

/** What is wrong is written into the log itself and in the report. */
const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Lets the audit log of an unpacked backup go on: with its own key where secrets were unsealed, else with a new one.
 * The entry `audit.restored` names the head and the key before, and by its hash vouches for all entries before it.
 */
export async function restoreAudit(options: {
  readonly folder: string;
  /** The document that was in the archive. */
  readonly head: string;
  readonly secrets: Secrets | undefined;
  readonly nativeBinding?: string | undefined;
}): Promise<RestoredAudit> {
  const { folder, secrets, nativeBinding } = options;
  const { head, keyBefore: before } = headOf(options.head);
  const key =
    secrets === undefined
      ? InstanceKey.generate()
      : new InstanceKey(createPrivateKey(secrets.auditKey));
  const catalog = await openCatalog(folder, nativeBinding);
  try {
    // With the wrong entry in its place, the start of the trail finds and notes the break.
    const isKnown = (await hashAt(catalog, head.sequence)) === head.hash;
    await writeAnchor(folder, key, isKnown ? await newest(catalog) : head);
    await replaceFile(keyFile(folder), key.privatePem);
    const trail = await AuditTrail.open({
      catalog,
      dataDir: folder,
      clock: systemClock,
      log: SILENT,
    });
    const secondFactorKey = await SecondFactorKey.open(folder, systemClock.now());
    await trail.change(systemActor('restore'), async (tx) => {
      for (const person of secrets?.people ?? []) {
        await tx
          .updateTable('person')
          .set({
            password: person.password,
            totp_sealed: secondFactorKey.seal(person.id, Buffer.from(person.totpSecret, 'base64')),
            totp_confirmed: person.totpConfirmed,
            totp_last_step: person.totpLastStep,
            recovery_sha256: person.recoverySha256,
          })
          .where('id', '=', person.id)
          .execute();
      }
      // A sweep that was under way is the other instance's to write down: this one removes nothing by it.
      await tx.deleteFrom('sweep_removal').execute();
      const after = {
        lastSequence: head.sequence,
        throughHash: head.hash,
        keyFingerprint: before,
      };
      return {
        answer: undefined,
        entries: [{ action: 'audit.restored', resource: 'audit', after }],
      };
    });
    const report = await verifyChain(catalog, folder, trail);
    await trail.close();
    const { ok, checked, problem } = report;
    return { ok, entries: checked, problem, keyBefore: before, keyNow: key.fingerprint };
  } finally {
    await catalog.close();
  }
}

/** @throws AppError `invalid` for a document that is none, or that nobody signed */
function headOf(document: string): { readonly head: Head; readonly keyBefore: string } {
  try {
    const { sequence, hash, publicKey, signature } = HeadDocument.parse(JSON.parse(document));
    const head = { sequence, hash };
    if (!isHeadOf(publicKey, head, signature)) throw new Error('another signature');
    return { head, keyBefore: fingerprintOf(publicKey) };
  } catch (error) {
    throw new AppError(
      'invalid',
      'The head of the audit log in the backup is not signed: the file was changed. Nothing was restored.',
      { cause: error },
    );
  }
}

function fingerprintOf(publicPem: string): string {
  const der = createPublicKey(publicPem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

async function newest(catalog: Catalog): Promise<Head> {
  const row = await catalog.db
    .selectFrom('audit_entry')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? GENESIS;
}

async function hashAt(catalog: Catalog, sequence: number): Promise<string | undefined> {
  const row = await catalog.db
    .selectFrom('audit_entry')
    .select('hash')
    .where('sequence', '=', sequence)
    .executeTakeFirst();
  return row?.hash;
}
