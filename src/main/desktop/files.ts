import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { app, BrowserWindow, dialog, type WebContents } from 'electron';
import { z } from 'zod';
import { DESKTOP_CHANNELS as CHANNELS } from '../../shared/desktop-channels.ts';
import { ArchiveFile } from '../collector/backup/archive-file.ts';
import type { Ipc } from './ipc.ts';
import type { OpenedFiles } from './opened-files.ts';
import { outcome } from './outcome.ts';

const Id = z.uuid();
const Piece = z.object({ id: Id, bytes: z.instanceof(Uint8Array) });

/** Serves the file dialogs. The page never names a path: only the person does, in the system's dialog. */
export function serveFileDialogs(ipc: Ipc, opened: OpenedFiles): void {
  ipc.handle(CHANNELS.pickFiles, z.enum(['files', 'folder']), async (what, sender) => {
    const { filePaths } = await dialog.showOpenDialog(windowOf(sender), {
      properties: what === 'folder' ? ['openDirectory'] : ['openFile', 'multiSelections'],
    });
    return filePaths.length === 0 ? null : opened.take(filePaths);
  });
  serveSaving(ipc);
}

/** Files that the page writes piece by piece, each under its name only once it is whole. */
function serveSaving(ipc: Ipc): void {
  const writing = new Map<string, ArchiveFile>();
  const known = (id: string): ArchiveFile => {
    const file = writing.get(id);
    if (file === undefined) throw new Error('The file is not being written any more.');
    return file;
  };
  ipc.handle(CHANNELS.beginSave, z.string().max(200), (suggestedName, sender) =>
    outcome(async () => {
      const defaultPath = join(app.getPath('documents'), basename(suggestedName));
      const { filePath } = await dialog.showSaveDialog(windowOf(sender), { defaultPath });
      if (!filePath) return null;
      const id = randomUUID();
      writing.set(id, await ArchiveFile.create(filePath));
      return { id, file: filePath };
    }),
  );
  ipc.handle(CHANNELS.writeSave, Piece, ({ id, bytes }) =>
    outcome(async () => {
      await known(id).write(bytes);
      return null;
    }),
  );
  ipc.handle(CHANNELS.finishSave, Id, (id) =>
    outcome(async () => {
      const file = known(id);
      writing.delete(id);
      // The system's dialog has asked before it let an older file be chosen.
      await file.finish({ replace: true });
      return null;
    }),
  );
  ipc.on(CHANNELS.discardSave, Id, (id) => {
    void writing.get(id)?.discard();
    writing.delete(id);
  });
  app.on('will-quit', () => {
    for (const file of writing.values()) void file.discard();
  });
}

/** The window a page is in, to open a dialog over it. */
export function windowOf(contents: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null) throw new Error('The window is gone.');
  return window;
}
