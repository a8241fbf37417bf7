import { BrowserWindow, nativeTheme, screen, type Rectangle, type WebContents } from 'electron';
import { START_ARGUMENT } from '../../shared/desktop-channels.ts';
import { INSTANCE_PARAMETER, LOCAL_INSTANCE } from '../../shared/instances.ts';
import { VERSION } from '../version.ts';
import { APP_ORIGIN } from './app-scheme.ts';
import type { Preferences } from './preferences.ts';

const DEFAULT_SIZE = { width: 1360, height: 860 };
const SMALLEST = { minWidth: 760, minHeight: 480 };
/** As `--bg` of the page's two themes, so that nothing flashes before the first paint. */
const BACKGROUND = { light: '#fbfbfc', dark: '#131417' };

/** Opens the app's window where it was last time; it shows itself when its first frame is ready. */
export function openWindow(
  preload: string,
  preferences: Preferences,
  instanceId: string,
): BrowserWindow {
  const { bounds, maximized, theme } = preferences.values;
  const start = { version: VERSION, initialTheme: theme };
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...(bounds !== undefined && isOnScreen(bounds) ? bounds : {}),
    ...SMALLEST,
    show: false,
    title: 'Spanward',
    backgroundColor: background(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
      additionalArguments: [START_ARGUMENT + encodeURIComponent(JSON.stringify(start))],
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    preferences.set({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
  const repaint = () => window.setBackgroundColor(background());
  nativeTheme.on('updated', repaint);
  window.once('closed', () => nativeTheme.off('updated', repaint));
  // A crashed page comes back; what it showed is in its address and in the store.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') window.webContents.reload();
  });
  loadPage(window.webContents, instanceId);
  return window;
}

/** Loads the page for an instance; what it showed of another one is gone. */
export function loadPage(contents: WebContents, instanceId: string): void {
  const isLocal = instanceId === LOCAL_INSTANCE;
  const query = isLocal ? '' : `?${INSTANCE_PARAMETER}=${instanceId}`;
  void contents.loadURL(`${APP_ORIGIN}/index.html${query}`);
}

/** Brings a window to the front. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}

// A screen that was unplugged must not keep the window.
function isOnScreen(bounds: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching(bounds);
  const width =
    Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  const height =
    Math.min(bounds.y + bounds.height, workArea.y + workArea.height) -
    Math.max(bounds.y, workArea.y);
  return width >= 200 && height >= 100;
}
