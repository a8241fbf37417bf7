import { create } from 'zustand';
import type { NewKey } from '../../../shared/contract/keys.ts';
import { endsWithSession } from '../../client/belongings.ts';

interface FreshKeys {
  keys: readonly NewKey[];
}

/**
 * Keys whose secret was just answered and has not been confirmed as saved.
 *
 * Only in memory: the secret is never written anywhere by the window, and gone with it or with the session.
 */
const useFreshKeys = create<FreshKeys>()(() => ({ keys: [] }));
endsWithSession(() => useFreshKeys.setState({ keys: [] }));

/** Keeps a new key in sight until its owner says it is saved. */
export function holdFreshKey(key: NewKey): void {
  useFreshKeys.setState(({ keys }) => ({ keys: [...keys, key] }));
}

/** "I have saved it": forgets the secret. */
export function forgetFreshKey(keyId: string): void {
  useFreshKeys.setState(({ keys }) => ({ keys: keys.filter((key) => key.id !== keyId) }));
}

/** The newest unsaved key of a project, if there is one. */
export function useFreshKey(projectId: string): NewKey | undefined {
  return useFreshKeys((state) => state.keys.findLast((key) => key.projectId === projectId));
}
