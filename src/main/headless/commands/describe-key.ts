import type { NewKey } from '../../../shared/contract/keys.ts';

/** A new key for people, its secret included. */
export function describeNewKey(key: NewKey): string {
  const halves = key.publicKey === null ? '' : `\n  public  ${key.publicKey}\n  secret`;
  return `Created key ${key.id} (${key.scopes.join(', ')}). The secret, shown only now:\n${halves}  ${key.secret}\n`;
}
