import type { Selectable } from 'kysely';
import { hash } from 'node:crypto';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { PersonTable } from '../catalog/people-tables.ts';
import { AppError } from '../../../shared/errors.ts';
import type { SecondFactorKey } from './second-factor-key.ts';
import { totpStep } from './totp.ts';

/** How a recovery code is kept, and compared: letter case, spaces and the dash do not count. */
export function hashRecoveryCode(code: string): string {
  return hash('sha256', code.toLowerCase().replaceAll(/[\s-]/g, ''), 'hex');
}

/**
 * Uses up a code of the second factor: one of the authenticator app, or a recovery code.
 *
 * @returns whether it was right; a right one is worth nothing from now on
 * @throws AppError `conflict` where the key file does not open the secret, so that recovery codes alone are left
 */
export async function useCode(
  tx: CatalogTransaction,
  person: Pick<
    Selectable<PersonTable>,
    'id' | 'totp_sealed' | 'totp_last_step' | 'recovery_sha256'
  >,
  code: string,
  nowMs: number,
  key: SecondFactorKey,
): Promise<boolean> {
  if (person.totp_sealed === null) return false;
  const secret = key.unseal(person.id, person.totp_sealed);
  const digits = code.replaceAll(/\s/g, '');
  const step = secret === null ? null : totpStep(secret, digits, nowMs, person.totp_last_step);
  if (step !== null) {
    const change = { totp_last_step: step };
    await tx.updateTable('person').set(change).where('id', '=', person.id).execute();
    return true;
  }
  const codes = JSON.parse(person.recovery_sha256) as string[];
  const given = hashRecoveryCode(code);
  if (!codes.includes(given)) {
    if (secret !== null) return false;
    throw new AppError(
      'conflict',
      'Codes of your app cannot be checked: the key file of second factors is missing or another one. ' +
        'Use a recovery code, or ask an administrator for a reset code.',
    );
  }
  const recovery_sha256 = JSON.stringify(codes.filter((one) => one !== given));
  await tx.updateTable('person').set({ recovery_sha256 }).where('id', '=', person.id).execute();
  return true;
}
