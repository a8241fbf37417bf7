import { basename, join } from 'node:path';
import { app, BrowserWindow, dialog, type WebContents } from 'electron';
import { z } from 'zod';
import { DESKTOP_CHANNELS as CHANNELS } from '../../shared/desktop-channels.ts';
import type { Ipc } from './ipc.ts';
import type { OpenedFiles } from './opened-files.ts';
import { outcome } from './outcome.ts';
import { SavedFiles } from './saved-files.ts';

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

/** Files that the page writes piece by piece. */
function serveSaving(ipc: Ipc): void {
  const saved = new SavedFiles();
  const watch = dropWithPage(saved);
  ipc.handle(CHANNELS.beginSave, z.string().max(200), (suggestedName, sender) =>
    outcome(async () => {
      const defaultPath = join(app.getPath('documents'), basename(suggestedName));
      // The system's dialog asks before it lets an older file be chosen.
      const { filePath } = await dialog.showSaveDialog(windowOf(sender), { defaultPath });
      if (!filePath) return null;
      watch(sender);
      return { id: await saved.begin(sender.id, filePath), file: filePath };
    }),
  );
  ipc.handle(CHANNELS.writeSave, Piece, ({ id, bytes }) =>
    outcome(async () => {
      await saved.write(id, bytes);
      return null;
    }),
  );
  ipc.handle(CHANNELS.finishSave, Id, (id) =>
    outcome(async () => {
      await saved.finish(id);
      return null;
    }),
  );
  ipc.on(CHANNELS.discardSave, Id, (id) => void saved.discard(id));
  app.on('will-quit', () => void saved.discardAll());
}

/** A page that is closed or loaded anew does not go on with what it had begun: nothing is left of that. */
export function dropWithPage(saved: SavedFiles): (page: WebContents) => void {
  const watched = new WeakSet<WebContents>();
  return (page) => {
    if (watched.has(page)) return;
    watched.add(page);
    const { id } = page;
    page.once('destroyed', () => void saved.discardAll(id));
    page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) void saved.discardAll(id);
    });
  };
}

/** The window a page is in, to open a dialog over it. */
export function windowOf(contents: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null) throw new Error('The window is gone.');
  return window;
}
