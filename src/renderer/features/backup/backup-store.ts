import { create } from 'zustand';
import type { BackupSummary } from '../../../shared/contract/backup.ts';
import { messageOf } from '../../client/call-error.ts';
import { api, client } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { showToast } from '../../ui/toast.tsx';
import { openSink, type BackupSink } from './backup-sink.ts';

/** Pieces are handed on in lots of at least this size, bytes. */
const LOT_BYTES = 4 * 1024 * 1024;

/** A backup that this window makes. */
export type BackupJob =
  | { step: 'choosing' }
  | { step: 'running'; file: string; bytes: number }
  /** Written, and being read back. */
  | { step: 'checking'; file: string; bytes: number }
  | { step: 'done'; file: string; bytes: number; checked: boolean; summary: BackupSummary }
  | { step: 'failed'; message: string };

/** The one backup under way or just made; lives in the window, so that leaving its screen stops nothing. */
export const useBackup = create<{ job: BackupJob | null }>()(() => ({ job: null }));

let abort: AbortController | null = null;

const tell = (job: BackupJob | null): void => useBackup.setState({ job });

/** Asks where to, unless a browser decides that, and makes a backup of everything. */
export async function startBackup(passphrase: string | undefined): Promise<void> {
  const stop = new AbortController();
  abort = stop;
  tell({ step: 'choosing' });
  let sink: BackupSink | null = null;
  try {
    sink = await openSink(`spanward-${new Date().toISOString().slice(0, 16).replace(':', '')}.tar`);
    if (sink === null) {
      tell(null);
      return;
    }
    tell(await write(sink, passphrase, stop.signal));
  } catch (error) {
    sink?.discard();
    if (stop.signal.aborted) {
      tell(null);
      showToast({ title: 'Backup cancelled', description: 'Nothing is left of it.' });
    } else tell({ step: 'failed', message: messageOf(error) });
  } finally {
    abort = null;
    void queryClient.invalidateQueries({ queryKey: api.backup.key() });
  }
}

/** Stops what is under way and removes what was written. */
export function cancelBackup(): void {
  abort?.abort();
}

/** Takes the result off the screen. */
export function dismissBackup(): void {
  const { job } = useBackup.getState();
  if (job?.step === 'done' || job?.step === 'failed') tell(null);
}

async function write(
  sink: BackupSink,
  passphrase: string | undefined,
  signal: AbortSignal,
): Promise<BackupJob> {
  const { file } = sink;
  let lot: Uint8Array<ArrayBuffer>[] = [];
  let waiting = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (waiting === 0) return;
    await sink.write(joined(lot, waiting));
    lot = [];
    waiting = 0;
  };
  tell({ step: 'running', file, bytes });
  const input = passphrase === undefined ? {} : { passphrase };
  for await (const piece of await client.backup.create(input, { signal })) {
    if (piece.type === 'bytes') {
      const part = fromBase64(piece.base64);
      lot.push(part);
      waiting += part.length;
      bytes += part.length;
      if (waiting < LOT_BYTES) continue;
      await flush();
      tell({ step: 'running', file, bytes });
      continue;
    }
    if (piece.bytes !== bytes) break;
    await flush();
    tell({ step: 'checking', file, bytes });
    const written = await sink.finish();
    return { step: 'done', ...written, bytes, summary: piece.summary };
  }
  throw new Error('The backup ended too early. Try again.');
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
