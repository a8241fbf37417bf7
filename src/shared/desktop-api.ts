import { z } from 'zod';
import type { InstancesApi } from './instances.ts';
import type { BackupSummary } from './contract/backup.ts';

/** What the person chose; `system` follows the operating system. */
export const ThemeChoice = z.enum(['system', 'light', 'dark']);
export type ThemeChoice = z.infer<typeof ThemeChoice>;

/**
 * What the supervised collector process is doing.
 *
 * A port acquired before a state other than `ready` is dead: acquire a new one.
 */
export type CollectorState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly generation: number }
  | {
      readonly kind: 'restarting';
      readonly attempt: number;
      readonly retryInMs: number;
      readonly reason: string;
    }
  | { readonly kind: 'failed'; readonly reason: string }
  /** Somebody paused it in the tray, until it is started again. */
  | { readonly kind: 'paused' }
  /** For a moment: its folder is replaced by that of a backup, or the app ends. */
  | { readonly kind: 'stopped' };

/** A command of the window that the native menu shows too. */
export const MenuCommand = z.object({
  id: z.string().min(1).max(100),
  label: z.string().min(1).max(100),
  menu: z.enum(['File', 'Go', 'View', 'Help']),
  /** Electron accelerator, e.g. `CmdOrCtrl+K`; shown beside the label. */
  accelerator: z
    .string()
    .regex(/^[A-Za-z0-9+?,./;'[\]\\=-]{1,40}$/)
    .optional(),
});
export type MenuCommand = z.infer<typeof MenuCommand>;

/** A file the person named: in a dialog, by a double click, or on the command line. */
export interface OpenedFile {
  /** What {@link DesktopApi.readOpened} knows it by. */
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** What was named together. */
export interface OpenedSet {
  readonly files: readonly OpenedFile[];
  /** What is there no longer, or may not be read. */
  readonly problems: readonly { readonly name: string; readonly reason: string }[];
}

/** What came of something that may be refused: an error's text survives the way between processes only as a value. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/** A backup on the disk whose every byte was compared with what it says it holds. */
export interface CheckedBackup {
  /** What `restoreBackup` knows it by. */
  readonly id: string;
  /** Its path, to be shown. */
  readonly file: string;
  readonly bytes: number;
  readonly summary: BackupSummary;
}

/** What a restore did to the app's data folder. */
export interface RestoreOutcome {
  /** Folder the data of before is kept in, whole. */
  readonly keptIn: string;
  readonly auditEntries: number;
  /** What is wrong in the restored audit log; null when it is as it was written. */
  readonly auditProblem: string | null;
  /** Whether the audit log goes on with the key it had. */
  readonly sameAuditKey: boolean;
}

/** How far reading a backup is, bytes. */
export interface BackupProgress {
  readonly bytes: number;
  readonly total: number;
}

/** Data of the window message that carries the collector's port; the message's `ports[0]` is the port. */
export interface PortMessage {
  readonly type: 'spanward:port';
  /** The nonce given to `acquirePort`. */
  readonly nonce: string;
}

/** Undoes a subscription. */
export type Unsubscribe = () => void;

/**
 * What the desktop app offers its window as `window.spanward`; absent in the browser console.
 *
 * Everything about traces and administration goes through the port, not through here.
 */
export interface DesktopApi {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly version: string;
  /** The stored choice at the time the window opened. */
  readonly initialTheme: ThemeChoice;
  /** Remote instances this app administers. */
  readonly instances: InstancesApi;
  /** Stores the choice and applies it to native parts. */
  setTheme(choice: ThemeChoice): void;
  /**
   * Asks for a new port to the collector.
   *
   * It arrives as a `message` event on `window` whose data is a {@link PortMessage} with this nonce, as soon as the
   * collector is ready. A later call replaces an unanswered earlier one.
   */
  acquirePort(nonce: string): void;
  /** Calls back at once with the present state, then at every change. */
  onCollectorState(listener: (state: CollectorState) => void): Unsubscribe;
  /** Starts a collector that stopped after too many crashes, or was paused. */
  restartCollector(): void;
  /** Puts the window's commands into the native menu. */
  setMenuCommands(commands: readonly MenuCommand[]): void;
  /** A command was chosen in the native menu or the tray. */
  onCommand(listener: (id: string) => void): Unsubscribe;
  /** Opens the system's dialog for files or for a folder; null when the person cancels. */
  pickFiles(what: 'files' | 'folder'): Promise<OpenedSet | null>;
  /** Opens the save dialog for a file that comes in pieces; null when the person cancels. */
  beginSave(suggestedName: string): Promise<Outcome<{ id: string; file: string } | null>>;
  /** Appends to it; the next piece is asked for when this one is written. */
  writeSave(id: string, bytes: Uint8Array): Promise<Outcome<null>>;
  /** Gives the file its name. */
  finishSave(id: string): Promise<Outcome<null>>;
  /** Removes what was written of it. */
  discardSave(id: string): void;
  /** Files that were named outside the window and nobody took yet, as they were named together. */
  takeOpened(): Promise<OpenedSet[]>;
  /** Such files wait to be taken. */
  onOpened(listener: () => void): Unsubscribe;
  /** Up to `length` bytes of one, from `start`; at most 4 MiB. */
  readOpened(id: string, start: number, length: number): Promise<Uint8Array>;
  /** Opens the save dialog for a backup that comes in pieces; null when the person cancels. */
  beginBackup(suggestedName: string): Promise<Outcome<{ id: string; file: string } | null>>;
  /** Appends to it; the next piece is asked for when this one is written. */
  writeBackup(id: string, bytes: Uint8Array): Promise<Outcome<null>>;
  /** Gives the file its name and reads it back, checking every byte. */
  finishBackup(id: string): Promise<Outcome<CheckedBackup>>;
  /** Removes what was written of it. */
  discardBackup(id: string): void;
  /** Opens the file dialog and checks the backup that is picked; null when the person cancels. */
  pickBackup(): Promise<Outcome<CheckedBackup | null>>;
  /** Unpacks a picked backup and puts it in the place of the app's data, which is kept; the collector starts anew. */
  restoreBackup(id: string, passphrase: string | undefined): Promise<Outcome<RestoreOutcome>>;
  /** Ends a check or a restore while it reads; nothing is changed then. */
  cancelRestore(): void;
  /** How far the check or the restore under way is. */
  onBackupProgress(listener: (progress: BackupProgress) => void): Unsubscribe;
}

declare global {
  interface Window {
    /** Present in the desktop app only. */
    readonly spanward?: DesktopApi;
  }
}
