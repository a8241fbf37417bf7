import { useConnection } from '../../client/connection.ts';
import { Notice } from '../../ui/states.tsx';

/** Says why one is asked to sign in again, where nobody signed out. */
export function SessionEnded() {
  const ended = useConnection((state) => state.sessionEnded);
  if (!ended) return null;
  return <Notice tone="info">Your session has ended. Sign in to go on where you were.</Notice>;
}
