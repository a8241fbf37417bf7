import { join } from 'node:path';
import { app, dialog, nativeTheme, session, type BrowserWindow } from 'electron';
import { z } from 'zod';
import { MenuCommand, ThemeChoice } from '../../shared/desktop-api.ts';
import { DESKTOP_CHANNELS } from '../../shared/desktop-channels.ts';
import { registerAppScheme, serveAppFiles } from './app-scheme.ts';
import { serveBackupFiles } from './backup-files.ts';
import { CollectorHost } from './collector-host.ts';
import { serveFileDialogs } from './files.ts';
import { InstanceStore } from './instances/instance-store.ts';
import { Instances } from './instances/instances.ts';
import { serveInstances } from './instances/serve-instances.ts';
import { systemCipher } from './instances/system-cipher.ts';
import { Ipc } from './ipc.ts';
import { OpenedFiles } from './opened-files.ts';
import { openLogFile } from './log-file.ts';
import { setAppMenu } from './menu.ts';
import { AskedToOpen, readAppOptions } from './options.ts';
import { createPortBroker } from './port-broker.ts';
import { Preferences } from './preferences.ts';
import { hardenProcess, hardenSession } from './security.ts';
import { testAttached } from './test-attach.ts';
import { openTray } from './tray.ts';
import { loadPage, openWindow, showWindow } from './window.ts';
import trayIcon from './tray-icon.png?asset';

const OUT = join(import.meta.dirname, '..');
const options = readAppOptions(process.argv.slice(1));
const log = openLogFile(options.dataDir, 'desktop');

/** Opens what the system names (macOS); until the app has started it is kept. */
const named: string[] = [];
let openNamed = (path: string): void => void named.push(path);
app.on('open-file', (event, path) => {
  event.preventDefault();
  openNamed(path);
});

registerAppScheme();
hardenProcess();
// Chromium's own files live inside the data folder, so that one option moves everything, and the lock is per folder.
app.setPath('userData', join(options.dataDir, 'desktop'));

// What it is to open is told in words of its own: Chromium hands arguments on in another order than they were given.
const asked: AskedToOpen = { files: [...options.files], workingFolder: process.cwd() };
if (app.requestSingleInstanceLock(asked)) {
  // Not awaited at the top level: Electron becomes ready only after this module has run.
  Promise.all([app.whenReady(), testAttached()]).then(start).catch(fail);
} else {
  app.quit();
}

function start(): void {
  const preferences = new Preferences(join(app.getPath('userData'), 'preferences.json'));
  nativeTheme.themeSource = preferences.values.theme;
  hardenSession(session.defaultSession);
  serveAppFiles(session.defaultSession, join(OUT, 'renderer'));
  const host = new CollectorHost({
    script: join(OUT, 'main/desktop-collector.js'),
    dataDir: options.dataDir,
    listen: { host: '127.0.0.1', httpPort: options.httpPort, grpcPort: options.grpcPort },
    log,
  });

  const instances = new Instances({
    store: new InstanceStore(join(app.getPath('userData'), 'instances.json'), systemCipher),
    log,
    startWith: preferences.values.instance,
    localName: 'This computer',
  });

  let window: BrowserWindow | undefined;
  const open = () => {
    if (window !== undefined) return showWindow(window);
    window = openWindow(join(OUT, 'preload/preload.cjs'), preferences, instances.currentId);
    broker.connect(window.webContents);
    window.once('closed', () => (window = undefined));
  };
  const run = (id: string) => window?.webContents.send(DESKTOP_CHANNELS.command, id);

  const ipc = new Ipc(log);
  const broker = createPortBroker(host, instances, ipc);
  serveInstances({
    ipc,
    instances,
    reload(contents) {
      preferences.set({ instance: instances.currentId });
      loadPage(contents, instances.currentId);
    },
  });
  const opened = new OpenedFiles(ipc, () => {
    open();
    window?.webContents.send(DESKTOP_CHANNELS.opened);
  });
  serveFileDialogs(ipc, opened);
  serveBackupFiles({
    ipc,
    host,
    log,
    dataDir: options.dataDir,
    script: join(OUT, 'main/desktop-backup.js'),
  });
  ipc.on(DESKTOP_CHANNELS.setTheme, ThemeChoice, (theme) => {
    preferences.set({ theme });
    nativeTheme.themeSource = theme;
  });
  ipc.on(DESKTOP_CHANNELS.setMenuCommands, z.array(MenuCommand).max(200), (commands) =>
    setAppMenu(commands, run),
  );

  app.on('second-instance', (_event, _argv, _folder, data) => {
    open();
    const { success, data: more } = AskedToOpen.safeParse(data);
    if (success) void opened.open(more.files, more.workingFolder);
    else log.warn('desktop.second-instance-unclear', {});
  });
  app.on('activate', open);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  stopBeforeQuit(host);
  setAppMenu([], run);
  host.start();
  open();
  openNamed = (path) => void opened.open([path]);
  void opened.open([...options.files, ...named.splice(0)]);
  openTray(trayIcon, host, { show: open, quit: () => app.quit() }, log);
}

/** Keeps the app until the collector has stored what it took. */
function stopBeforeQuit(host: CollectorHost): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void host.stop().then(() => {
      stopped = true;
      // Where no collector ran this is still the event that was refused, in which another quit is not heard.
      setImmediate(() => app.quit());
    });
  });
}

function fail(error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error('desktop.failed', { reason });
  dialog.showErrorBox('Spanward could not start', reason);
  app.exit(1);
}
