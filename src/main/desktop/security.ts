import { app, type Session, type WebContents } from 'electron';
import { APP_ORIGIN } from './app-scheme.ts';

/** Chromium's own services that would reach for the network by themselves. */
const QUIET_SWITCHES = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'no-pings',
  'no-proxy-server',
];

/** Must run before the app is ready: no process escapes the sandbox, and Chromium keeps off the network. */
export function hardenProcess(): void {
  // For root Chromium runs without its sandbox or not at all; every window still asks for it.
  if (process.getuid?.() !== 0) app.enableSandbox();
  for (const name of QUIET_SWITCHES) app.commandLine.appendSwitch(name);
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
}

/** Denies what a page may ask of a session, and every request that leaves the app. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, decide) =>
    decide(isAllowed(permission, originOf(contents.getURL()))),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    isAllowed(permission, origin.replace(/\/$/, '')),
  );
  session.setDevicePermissionHandler(() => false);
  // Chromium would download a dictionary at every first start, even with spell checking off.
  session.setSpellCheckerDictionaryDownloadURL(`${APP_ORIGIN}/no-dictionaries/`);
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
  const remote = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'] };
  session.webRequest.onBeforeRequest(remote, (_details, decide) => decide({ cancel: true }));
}

// Copying an attribute is the one thing our page needs a permission for.
function isAllowed(permission: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && origin === APP_ORIGIN;
}

/** `scheme://host` of an address; Node's URL knows no origin for our scheme. */
export function originOf(url: string): string {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return 'null';
  }
}

function hardenContents(contents: WebContents): void {
  // The page changes screens by the hash, which is no navigation.
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
