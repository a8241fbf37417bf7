/** Names of the messages between the window's preload script and the main process. */
export const DESKTOP_CHANNELS = {
  acquirePort: 'collector:acquire-port',
  port: 'collector:port',
  state: 'collector:state',
  restart: 'collector:restart',
  setTheme: 'theme:set',
  setMenuCommands: 'menu:set-commands',
  command: 'menu:command',
  pickFiles: 'files:pick',
  saveFile: 'files:save',
  opened: 'files:opened',
  takeOpened: 'files:take-opened',
  readOpened: 'files:read-opened',
  beginBackup: 'backup:begin',
  writeBackup: 'backup:write',
  finishBackup: 'backup:finish',
  discardBackup: 'backup:discard',
  pickBackup: 'backup:pick',
  restoreBackup: 'backup:restore',
  cancelRestore: 'backup:cancel-restore',
  backupProgress: 'backup:progress',
  instances: 'instances:state',
  probeInstance: 'instances:probe',
  addInstance: 'instances:add',
  trustInstance: 'instances:trust',
  useInstance: 'instances:use',
  removeInstance: 'instances:remove',
  retryInstance: 'instances:retry',
} as const;

/** Prefix of the argument that tells the preload script what it must know before the first paint. */
export const START_ARGUMENT = '--spanward-start=';
