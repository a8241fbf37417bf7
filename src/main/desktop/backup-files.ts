import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, dialog, type WebContents } from 'electron';
import { z } from 'zod';
import { MAX_PASSPHRASE } from '../../shared/contract/backup.ts';
import type { CheckedBackup, RestoreOutcome } from '../../shared/desktop-api.ts';
import { DESKTOP_CHANNELS as CHANNELS } from '../../shared/desktop-channels.ts';
import {
  dropUnfinishedRestore,
  replaceAtNextOpening,
  RESTORED,
} from '../collector/backup/replace-data.ts';
import type { Log } from '../collector/log.ts';
import { BackupTasks } from './backup-task.ts';
import type { CollectorHost } from './collector-host.ts';
import { dropWithPage, windowOf } from './files.ts';
import type { Ipc } from './ipc.ts';
import { outcome } from './outcome.ts';
import { SavedFiles } from './saved-files.ts';

const Id = z.uuid();
const Piece = z.object({ id: Id, bytes: z.instanceof(Uint8Array) });
const RestoreRequest = z.object({ id: Id, passphrase: z.string().max(MAX_PASSPHRASE).optional() });
const FILTERS = [
  { name: 'Spanward backup', extensions: ['tar'] },
  { name: 'All files', extensions: ['*'] },
];

interface BackupFilesOptions {
  readonly ipc: Ipc;
  readonly host: CollectorHost;
  readonly log: Log;
  readonly dataDir: string;
  /** Built script of the process that reads backups. */
  readonly script: string;
}

/**
 * Serves the window's backups: it sends their pieces, and they are written, read back and restored here. The page never
 * names a path: only the person does, in the system's dialog.
 */
export function serveBackupFiles(options: BackupFilesOptions): void {
  const { ipc, host, log, dataDir } = options;
  const saved = new SavedFiles();
  const watch = dropWithPage(saved);
  const picked = new Map<string, string>();
  const tasks = new BackupTasks(options.script);
  // Of a restore that ended with the app.
  dropUnfinishedRestore(dataDir);

  const check = async (file: string, window: WebContents): Promise<CheckedBackup> => {
    const { size } = await stat(file);
    const { summary } = await tasks.run({ type: 'check', file }, showProgress(window, size));
    const id = randomUUID();
    picked.set(id, file);
    return { id, file, bytes: size, summary };
  };

  ipc.handle(CHANNELS.beginBackup, z.string().max(200), (suggestedName, window) =>
    outcome(async () => {
      const defaultPath = join(app.getPath('documents'), basename(suggestedName));
      const dialogOptions = { defaultPath, filters: FILTERS };
      const { filePath } = await dialog.showSaveDialog(windowOf(window), dialogOptions);
      if (!filePath) return null;
      watch(window);
      // The system's dialog has asked before it let an older file be chosen.
      return { id: await saved.begin(window.id, filePath), file: filePath };
    }),
  );
  ipc.handle(CHANNELS.writeBackup, Piece, ({ id, bytes }) =>
    outcome(async () => {
      await saved.write(id, bytes);
      return null;
    }),
  );
  ipc.handle(CHANNELS.finishBackup, Id, (id, window) =>
    outcome(async () => check(await saved.finish(id), window)),
  );
  ipc.on(CHANNELS.discardBackup, Id, (id) => void saved.discard(id));
  app.on('will-quit', () => void saved.discardAll());

  ipc.handle(CHANNELS.pickBackup, z.undefined(), (_input, window) =>
    outcome(async () => {
      const { filePaths } = await dialog.showOpenDialog(windowOf(window), {
        properties: ['openFile'],
        filters: FILTERS,
      });
      return filePaths[0] === undefined ? null : check(filePaths[0], window);
    }),
  );
  ipc.handle(CHANNELS.restoreBackup, RestoreRequest, ({ id, passphrase }, window) =>
    outcome(async (): Promise<RestoreOutcome> => {
      const file = known(picked, id);
      const { size } = await stat(file);
      dropUnfinishedRestore(dataDir);
      const { type: _, ...audit } = await tasks.run(
        { type: 'restore', file, dataDir: join(dataDir, RESTORED), passphrase },
        showProgress(window, size),
      );
      await host.stop();
      try {
        const kept = replaceAtNextOpening(dataDir, Date.now());
        log.info('backup.restored', { kept });
        return { keptIn: join(dataDir, kept), ...audit };
      } finally {
        host.start();
      }
    }),
  );
  ipc.on(CHANNELS.cancelRestore, z.undefined(), () => tasks.cancel());
}

function showProgress(window: WebContents, total: number): (bytes: number) => void {
  return (bytes) => {
    if (!window.isDestroyed()) window.send(CHANNELS.backupProgress, { bytes, total });
  };
}

/** What the page speaks of was begun or picked in this run of the app. */
function known<T>(all: ReadonlyMap<string, T>, id: string): T {
  const found = all.get(id);
  if (found === undefined) throw new Error('That backup is not open any more. Begin again.');
  return found;
}
