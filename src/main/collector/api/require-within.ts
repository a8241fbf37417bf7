import { AppError } from '../../../shared/errors.ts';
import { areWithin } from '../keys/address-ranges.ts';
import type { Principal } from '../principal.ts';
import type { Services } from './services.ts';

/** Of a key that is to be made or changed; what is undefined stays as it is. */
export interface WantedKey {
  /** Empty: from anywhere. */
  readonly allowedAddresses?: readonly string[] | undefined;
  /** Milliseconds since the epoch; null: never. */
  readonly endsMs?: number | null | undefined;
}

/**
 * A key may not give a key, itself included, more than it has: addresses it may not be used from, or a later end.
 *
 * @throws AppError `forbidden`
 */
export async function requireWithin(
  { keys }: Services,
  principal: Principal,
  { allowedAddresses, endsMs }: WantedKey,
): Promise<void> {
  if (principal.kind !== 'key') return;
  const own = await keys.get(principal.keyId);
  if (allowedAddresses !== undefined && !areWithin(allowedAddresses, own.allowedAddresses)) {
    throw new AppError(
      'forbidden',
      `Your key may be used from ${own.allowedAddresses.join(', ')} only, so any key it makes or changes must be limited to addresses among these.`,
    );
  }
  const until = own.expiresAt;
  if (endsMs === undefined || until === null) return;
  if (endsMs === null || endsMs > Date.parse(until)) {
    throw new AppError(
      'forbidden',
      `Your key ends at ${until}, so any key it makes or changes must end by then.`,
    );
  }
}

/**
 * The same for a new secret: of a new key, or of one that takes the place of another. A key with limits of its own
 * gets none but that of its own successor, which has its limits; with another it could send beyond them.
 *
 * @throws AppError `forbidden`
 */
export async function requireSecretWithin(
  services: Services,
  principal: Principal,
  wanted: WantedKey,
): Promise<void> {
  if (principal.kind !== 'key') return;
  if (services.usage.isKeyLimited(principal.keyId)) {
    throw new AppError(
      'forbidden',
      'Your key has limits of its own, so it makes no other keys and replaces none but itself.',
    );
  }
  await requireWithin(services, principal, wanted);
}
