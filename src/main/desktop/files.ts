import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BrowserWindow, dialog, type WebContents } from 'electron';
import { z } from 'zod';
import type { PickedFile } from '../../shared/desktop-api.ts';
import { DESKTOP_CHANNELS } from '../../shared/desktop-channels.ts';
import type { Ipc } from './ipc.ts';

/** Largest file handed to the page at once, bytes. */
const LARGEST_BYTES = 256 * 1024 * 1024;

const SaveRequest = z.object({
  suggestedName: z.string().max(200),
  bytes: z.instanceof(Uint8Array),
});

/** Serves the file dialogs. The page never names a path: only the person does, in the system's dialog. */
export function serveFileDialogs(ipc: Ipc): void {
  ipc.handle(DESKTOP_CHANNELS.pickFiles, z.undefined(), (_input, sender) => pickFiles(sender));
  ipc.handle(DESKTOP_CHANNELS.saveFile, SaveRequest, async ({ suggestedName, bytes }, sender) => {
    const options = { defaultPath: basename(suggestedName) };
    const { filePath } = await dialog.showSaveDialog(windowOf(sender), options);
    if (!filePath) return false;
    await writeFile(filePath, bytes, { mode: 0o600 });
    return true;
  });
}

async function pickFiles(sender: WebContents): Promise<PickedFile[]> {
  const { filePaths } = await dialog.showOpenDialog(windowOf(sender), {
    properties: ['openFile', 'multiSelections'],
  });
  return Promise.all(
    filePaths.map(async (path) => {
      const name = basename(path);
      const { size } = await stat(path);
      if (size > LARGEST_BYTES) {
        throw new Error(`${name} is larger than 256 MiB: import it with "spanward import".`);
      }
      return { name, bytes: await readFile(path) };
    }),
  );
}

/** The window a page is in, to open a dialog over it. */
export function windowOf(contents: WebContents): BrowserWindow {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null) throw new Error('The window is gone.');
  return window;
}
