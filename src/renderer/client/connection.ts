import { create } from 'zustand';

/** How the window stands to its collector. */
export type ConnectionPhase =
  /** Not reached yet since the window opened. */
  | 'connecting'
  | 'ready'
  /** It was there and is not now: restarting, or the network to it is gone. */
  | 'lost'
  /** Only in the browser console: no session, or one that has ended. */
  | 'signed-out';

interface Connection {
  phase: ConnectionPhase;
  /** When this phase began, ms since the epoch. */
  since: number;
  /** While signed out: there was a session, and it ended without anybody asking for it. */
  sessionEnded: boolean;
}

/** The window's view of its connection, set by the transport and the live subscription. */
export const useConnection = create<Connection>()(() => ({
  phase: 'connecting',
  since: Date.now(),
  sessionEnded: false,
}));

/** Moves to another phase; the same phase again changes nothing. */
export function setConnection(phase: ConnectionPhase): void {
  if (useConnection.getState().phase !== phase) {
    useConnection.setState({ phase, since: Date.now() });
  }
}

/** The collector could not be reached; the call may be made again. */
export class ConnectionLost extends Error {
  constructor(cause?: unknown) {
    super('The collector does not answer. It is restarting, or it was stopped.', { cause });
    this.name = 'ConnectionLost';
  }
}

/** The browser console has no valid session. */
export class SignedOut extends Error {
  constructor() {
    super('Sign in with the link that the collector printed when it started.');
    this.name = 'SignedOut';
  }
}
