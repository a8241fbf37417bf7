import type { Found } from './types.ts';

/** What the reading thread is told. */
export type ToReadWorker =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** The file has ended. */
  | { readonly type: 'end' }
  /** So many bytes of what it gave out are stored: it may go on. */
  | { readonly type: 'taken'; readonly bytes: number }
  | { readonly type: 'close' };

/** What the reading thread tells. */
export type FromReadWorker =
  /** It has used up what it was given. */
  | { readonly type: 'want' }
  | { readonly type: 'found'; readonly found: readonly Found[] }
  | { readonly type: 'done' }
  /** Nothing more comes; `isFault` where it is this program's own. */
  | { readonly type: 'failed'; readonly message: string; readonly isFault: boolean };

/** What a reading thread is started with. */
export interface ReadWorkerData {
  readonly passphrase: string | undefined;
}
