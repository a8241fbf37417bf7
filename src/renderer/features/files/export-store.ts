import { create } from 'zustand';
import type { ExportFormat } from '../../../shared/contract/transfer.ts';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { beginExport } from '../../client/console-link.ts';
import { showToast } from '../../ui/toast.tsx';
import { valueOf } from '../backup/backup-sink.ts';

export type ExportInput = Parameters<typeof client.transfer.exportFile>[0];

/** An export that the desktop app writes. */
export interface ExportJob {
  readonly id: number;
  readonly fileName: string;
  readonly bytes: number;
  readonly records: number;
}

/** Exports under way; they live in the window, so that leaving a screen stops nothing. */
export const useExports = create<{ jobs: readonly ExportJob[] }>()(() => ({ jobs: [] }));

const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  bundle: 'spanward',
  'otlp-jsonl': 'jsonl',
  'otlp-protobuf': 'otlp',
  jaeger: 'json',
  csv: 'csv',
};

/** Pieces are handed on in lots of at least this size, bytes. */
const LOT_BYTES = 1024 * 1024;
const aborts = new Map<number, AbortController>();
let nextId = 1;

/**
 * Writes stored telemetry to a file, piece by piece, wherever the page runs. Nothing of it is held in memory.
 *
 * @param name of the file without its ending
 * @throws what refuses the export before it begins
 */
export async function startExport(input: ExportInput, name: string): Promise<void> {
  if (window.spanward) await inDesktop(input, `${name}.${ENDINGS[input.format]}`);
  else await inBrowser(input, name);
}

/** Stops it; nothing is left of the file. */
export function cancelExport(id: number): void {
  aborts.get(id)?.abort();
}

/** The browser fetches the file by itself, shows how far it is and can stop it. */
async function inBrowser(input: ExportInput, name: string): Promise<void> {
  const ticket = await beginExport({ ...input, name });
  const link = document.createElement('a');
  link.href = `/exports/${ticket}`;
  link.download = '';
  link.click();
}

async function inDesktop(input: ExportInput, suggestedName: string): Promise<void> {
  const desktop = window.spanward!;
  const begun = await desktop
    .beginSave(suggestedName)
    .then(valueOf)
    // The dialog that asked for it is gone by now.
    .catch((error: unknown) => failed(suggestedName, error));
  if (begun === null) return;
  const abort = new AbortController();
  const id = nextId++;
  aborts.set(id, abort);
  const fileName = begun.file.replace(/^.*[\\/]/, '');
  const done = { bytes: 0, records: 0 };
  const tell = (): void =>
    useExports.setState(({ jobs }) => ({
      jobs: [...jobs.filter((one) => one.id !== id), { id, fileName, ...done }],
    }));
  tell();
  try {
    let lot: string[] = [];
    let waiting = 0;
    const flush = async (): Promise<void> => {
      valueOf(await desktop.writeSave(begun.id, joined(lot)));
      lot = [];
      waiting = 0;
      tell();
    };
    const pieces = await client.transfer.exportFile(input, { signal: abort.signal });
    for await (const { base64, records } of pieces) {
      const binary = atob(base64);
      lot.push(binary);
      waiting += binary.length;
      done.bytes += binary.length;
      done.records += records;
      if (waiting >= LOT_BYTES) await flush();
    }
    await flush();
    valueOf(await desktop.finishSave(begun.id));
    showToast({ title: `${fileName} is written`, look: 'ok', description: begun.file });
  } catch (error) {
    desktop.discardSave(begun.id);
    if (!abort.signal.aborted) failed(fileName, error);
    else showToast({ title: 'Export cancelled', description: 'Nothing is left of it.' });
  } finally {
    aborts.delete(id);
    useExports.setState(({ jobs }) => ({ jobs: jobs.filter((one) => one.id !== id) }));
  }
}

function failed(fileName: string, error: unknown): null {
  showToast({
    title: `${fileName} could not be written`,
    description: messageOf(error),
    look: 'error',
  });
  return null;
}

function joined(parts: readonly string[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 1) all[at + i] = part.charCodeAt(i);
    at += part.length;
  }
  return all;
}
