import type { DesktopApi, Outcome } from '../../../shared/desktop-api.ts';
import { saveBlob } from '../trace/download-button.tsx';

/** What became of a backup that was written to its end. */
export interface WrittenBackup {
  /** Its path in the desktop app, its name in a browser. */
  file: string;
  /** Whether it was read back from the disk and every byte compared with what it says it holds. */
  checked: boolean;
}

/** Where the pieces of a backup go. */
export interface BackupSink {
  /** As {@link WrittenBackup}. */
  readonly file: string;
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  finish(): Promise<WrittenBackup>;
  discard(): void;
}

/** Asks where to, with the system's dialog; null when the person cancels. */
async function openDesktopSink(desktop: DesktopApi, name: string): Promise<BackupSink | null> {
  const begun = valueOf(await desktop.beginBackup(name));
  if (begun === null) return null;
  const { id, file } = begun;
  return {
    file,
    write: async (bytes) => {
      valueOf(await desktop.writeBackup(id, bytes));
    },
    finish: async () => {
      const checked = valueOf(await desktop.finishBackup(id));
      return { file: checked.file, checked: true };
    },
    discard: () => desktop.discardBackup(id),
  };
}

/** Gathers what becomes a download; the browser keeps large blobs on its disk. */
function openBrowserSink(name: string): BackupSink {
  let parts: Blob[] = [];
  return {
    file: name,
    write: async (bytes) => {
      parts.push(new Blob([bytes]));
    },
    finish: async () => {
      saveBlob(new Blob(parts, { type: 'application/x-tar' }), name);
      parts = [];
      return { file: name, checked: false };
    },
    discard: () => {
      parts = [];
    },
  };
}

/** @returns null when the person changed their mind */
export async function openSink(name: string): Promise<BackupSink | null> {
  return window.spanward ? openDesktopSink(window.spanward, name) : openBrowserSink(name);
}

/** @throws Error with the words for the person */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}
