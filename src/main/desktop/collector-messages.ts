import type { ListenOptions } from '../collector/listeners.ts';

/** What the main process tells the collector process. */
export type ToCollector =
  | { readonly type: 'open'; readonly dataDir: string; readonly listen: ListenOptions }
  /** The message's port speaks the contract to a window. */
  | { readonly type: 'port' }
  | { readonly type: 'close' };

/** What the collector process tells the main process. */
export type FromCollector =
  /** Sent while opening, so that a long migration is told from a hang. */
  | { readonly type: 'opening' }
  | { readonly type: 'ready' }
  /** It cannot open for a reason that a new start would not change. */
  | { readonly type: 'refused'; readonly reason: string };
