import { useSyncExternalStore } from 'react';
import { hrefOf, parseRoute, type Route } from './route.ts';

let lastHash = '';
let lastRoute: Route = { screen: 'home' };

// The same address must be the same object, or useSyncExternalStore renders forever.
function current(): Route {
  const hash = window.location.hash;
  if (hash !== lastHash) {
    lastHash = hash;
    lastRoute = parseRoute(hash);
  }
  return lastRoute;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The screen the address names now. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}

/** The part of the address from the `#` on. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}

/** Goes to a screen; `replace` leaves no entry in the history (typing in a filter, picking a span). */
export function navigate(route: Route, options?: { replace?: boolean }): void {
  const href = hrefOf(route);
  if (options?.replace) {
    window.history.replaceState(null, '', href);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    window.location.hash = href;
  }
}
