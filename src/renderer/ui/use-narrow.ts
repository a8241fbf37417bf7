import { useSyncExternalStore } from 'react';

/** Below this a window, or one that is zoomed, has no room for words beside the icons of the navigation; as in the styles. */
const narrow = window.matchMedia('(max-width: 720px)');

function subscribe(changed: () => void): () => void {
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
}

/** Whether the navigation shows icons alone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}
