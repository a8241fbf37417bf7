import type { CollectorState } from '../../shared/desktop-api.ts';
import { useNow } from '../ui/use-now.ts';
import { useConnection, type ConnectionPhase } from './connection.ts';
import { useCollectorProcess } from './desktop.ts';
import { IS_REMOTE } from './instance.ts';

/** A start takes a second or two; this is more than one on a busy machine with much data, ms. */
const RESTART_MS = 20_000;

/** Whether the collector is there, as every part of the window that speaks of it says. */
export type Presence =
  /** Not reached yet since the window opened. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'there' }
  /** It was there a moment ago, or the app is starting it again. */
  | { readonly kind: 'restarting'; readonly since: number }
  /** It does not answer, and nobody knows why; `since` in ms since the epoch. */
  | { readonly kind: 'away'; readonly since: number }
  /** Somebody paused it in the app's tray. */
  | { readonly kind: 'paused' }
  /** The app gave up starting it. */
  | { readonly kind: 'stopped'; readonly reason: string };

/** What the connection and, in the desktop app, the state of the process make together. */
export function presenceOf(
  { phase, since }: { readonly phase: ConnectionPhase; readonly since: number },
  process: CollectorState | null,
  isRemote: boolean,
  now: number,
): Presence {
  if (process?.kind === 'failed') return { kind: 'stopped', reason: process.reason };
  if (process?.kind === 'paused') return { kind: 'paused' };
  if (phase === 'ready') return { kind: 'there' };
  const isBeingStarted = process !== null && process.kind !== 'ready';
  const isLong = !isBeingStarted && now - since > RESTART_MS;
  if (isLong && phase !== 'signed-out') return { kind: 'away', since };
  if (phase !== 'lost') return { kind: 'connecting' };
  return { kind: isRemote ? 'away' : 'restarting', since };
}

/** Whether the collector of this window is there now. */
export function usePresence(): Presence {
  const connection = useConnection();
  const process = useCollectorProcess(({ state }) => state);
  return presenceOf(connection, process, IS_REMOTE, useNow());
}
