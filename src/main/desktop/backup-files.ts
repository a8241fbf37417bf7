import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, dialog, type WebContents } from 'electron';
import { z } from 'zod';
import type { CheckedBackup, RestoreOutcome } from '../../shared/desktop-api.ts';
import { DESKTOP_CHANNELS as CHANNELS } from '../../shared/desktop-channels.ts';
import { ArchiveFile } from '../collector/backup/archive-file.ts';
import {
  dropUnfinishedRestore,
  replaceAtNextOpening,
  RESTORED,
} from '../collector/backup/replace-data.ts';
import type { Log } from '../collector/log.ts';
import { BackupTasks } from './backup-task.ts';
import type { CollectorHost } from './collector-host.ts';
import { windowOf } from './files.ts';
import type { Ipc } from './ipc.ts';
import { outcome } from './outcome.ts';

const Id = z.uuid();
const Piece = z.object({ id: Id, bytes: z.instanceof(Uint8Array) });
const RestoreRequest = z.object({ id: Id, passphrase: z.string().max(1024).optional() });
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
  const writing = new Map<string, ArchiveFile>();
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
      const id = randomUUID();
      writing.set(id, await ArchiveFile.create(filePath));
      return { id, file: filePath };
    }),
  );
  ipc.handle(CHANNELS.writeBackup, Piece, ({ id, bytes }) =>
    outcome(async () => {
      await known(writing, id).write(bytes);
      return null;
    }),
  );
  ipc.handle(CHANNELS.finishBackup, Id, (id, window) =>
    outcome(async () => {
      const archive = known(writing, id);
      writing.delete(id);
      // The system's dialog has asked before it let an older file be chosen.
      await archive.finish({ replace: true });
      return check(archive.file, window);
    }),
  );
  ipc.on(CHANNELS.discardBackup, Id, (id) => {
    void writing.get(id)?.discard();
    writing.delete(id);
  });
  app.on('will-quit', () => {
    for (const archive of writing.values()) void archive.discard();
  });

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
