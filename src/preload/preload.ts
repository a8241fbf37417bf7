import { contextBridge, ipcRenderer } from 'electron';
import type {
  BackupProgress,
  CollectorState,
  DesktopApi,
  PortMessage,
  ThemeChoice,
} from '../shared/desktop-api.ts';
import type { InstancesApi, InstancesState } from '../shared/instances.ts';
import { DESKTOP_CHANNELS as CHANNELS, START_ARGUMENT } from '../shared/desktop-channels.ts';

// Runs sandboxed in front of the page. It offers exactly `DesktopApi`, never `ipcRenderer`, and passes no event object on.

const stateListeners = new Set<(state: CollectorState) => void>();
let lastState: CollectorState | undefined;

ipcRenderer.on(CHANNELS.state, (_event, state: CollectorState) => {
  lastState = state;
  for (const listener of stateListeners) listener(state);
});

const instanceListeners = new Set<(state: InstancesState) => void>();
let lastInstances: InstancesState | undefined;

ipcRenderer.on(CHANNELS.instances, (_event, state: InstancesState) => {
  lastInstances = state;
  for (const listener of instanceListeners) listener(state);
});

// Before the page has been committed in the main process too, its messages would count as those of nobody: the main
// process speaks first, with the collector's state, and what the page says waits for that.
const heard = new Promise<void>((resolve) => {
  ipcRenderer.once(CHANNELS.state, () => resolve());
});
const send = (channel: string, input?: unknown) =>
  void heard.then(() => ipcRenderer.send(channel, input));
const ask = (channel: string, input?: unknown) =>
  heard.then(() => ipcRenderer.invoke(channel, input));

ipcRenderer.on(CHANNELS.port, (event, nonce: string) => {
  const message: PortMessage = { type: 'spanward:port', nonce };
  // A port cannot cross the context bridge; the page knows its own by the nonce.
  window.postMessage(message, window.location.origin, event.ports);
});

const instances: InstancesApi = {
  onState(listener) {
    instanceListeners.add(listener);
    if (lastInstances !== undefined) listener(lastInstances);
    return () => instanceListeners.delete(listener);
  },
  probe: (address) => ask(CHANNELS.probeInstance, address),
  add: (instance) => ask(CHANNELS.addInstance, instance),
  trust: (id, fingerprint) => ask(CHANNELS.trustInstance, { id, fingerprint }),
  use: (id) => send(CHANNELS.useInstance, id),
  remove: (id) => send(CHANNELS.removeInstance, id),
  retry: () => send(CHANNELS.retryInstance),
};

const api: DesktopApi = {
  platform: process.platform as DesktopApi['platform'],
  ...readStartArgument(),
  instances,
  setTheme: (choice) => send(CHANNELS.setTheme, choice),
  acquirePort: (nonce) => send(CHANNELS.acquirePort, nonce),
  onCollectorState(listener) {
    stateListeners.add(listener);
    if (lastState !== undefined) listener(lastState);
    return () => stateListeners.delete(listener);
  },
  restartCollector: () => send(CHANNELS.restart),
  setMenuCommands: (commands) => send(CHANNELS.setMenuCommands, commands),
  onCommand(listener) {
    const pass = (_event: unknown, id: string) => listener(id);
    ipcRenderer.on(CHANNELS.command, pass);
    return () => ipcRenderer.off(CHANNELS.command, pass);
  },
  pickFiles: (what) => ask(CHANNELS.pickFiles, what),
  beginSave: (suggestedName) => ask(CHANNELS.beginSave, suggestedName),
  writeSave: (id, bytes) => ask(CHANNELS.writeSave, { id, bytes }),
  finishSave: (id) => ask(CHANNELS.finishSave, id),
  discardSave: (id) => send(CHANNELS.discardSave, id),
  takeOpened: () => ask(CHANNELS.takeOpened),
  onOpened(listener) {
    const pass = () => listener();
    ipcRenderer.on(CHANNELS.opened, pass);
    return () => ipcRenderer.off(CHANNELS.opened, pass);
  },
  readOpened: (id, start, length) => ask(CHANNELS.readOpened, { id, start, length }),
  beginBackup: (suggestedName) => ask(CHANNELS.beginBackup, suggestedName),
  writeBackup: (id, bytes) => ask(CHANNELS.writeBackup, { id, bytes }),
  finishBackup: (id) => ask(CHANNELS.finishBackup, id),
  discardBackup: (id) => send(CHANNELS.discardBackup, id),
  pickBackup: () => ask(CHANNELS.pickBackup),
  restoreBackup: (id, passphrase) => ask(CHANNELS.restoreBackup, { id, passphrase }),
  cancelRestore: () => send(CHANNELS.cancelRestore),
  onBackupProgress(listener) {
    const pass = (_event: unknown, progress: BackupProgress) => listener(progress);
    ipcRenderer.on(CHANNELS.backupProgress, pass);
    return () => ipcRenderer.off(CHANNELS.backupProgress, pass);
  },
};
contextBridge.exposeInMainWorld('spanward', api);

function readStartArgument(): { version: string; initialTheme: ThemeChoice } {
  const argument = process.argv.find((text) => text.startsWith(START_ARGUMENT));
  return JSON.parse(decodeURIComponent(argument?.slice(START_ARGUMENT.length) ?? ''));
}
