import { useRef } from 'react';
import type { NewKey } from '../../../shared/contract/keys.ts';
import { refreshKeys } from './after-change.ts';
import { holdFreshKey } from './fresh-keys.ts';

/**
 * For a dialog that makes a key: its secret is shown on the screen behind, above what opened the dialog, and the focus
 * goes to copying it. What opened the dialog may be gone: there is no empty list any more, or no such row.
 */
export function useMadeKey(onClose: () => void): {
  /** Shows the secret and closes the dialog. */
  show: (key: NewKey) => void;
  finalFocus: () => HTMLElement | boolean;
} {
  const isMade = useRef(false);
  return {
    show: (key) => {
      isMade.current = true;
      holdFreshKey(key);
      refreshKeys();
      onClose();
    },
    finalFocus: () =>
      (isMade.current && document.querySelector<HTMLElement>('[data-fresh-key] button')) || true,
  };
}
