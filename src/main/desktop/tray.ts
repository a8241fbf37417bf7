import { Menu, nativeImage, Tray } from 'electron';
import type { CollectorState } from '../../shared/desktop-api.ts';
import type { Log } from '../collector/log.ts';
import type { CollectorHost } from './collector-host.ts';

const LABELS: Readonly<Record<CollectorState['kind'], string>> = {
  starting: 'Collector is starting',
  ready: 'Collecting',
  restarting: 'Collector is restarting',
  failed: 'Collector has failed',
  paused: 'Collecting is paused',
  stopped: 'Collector is stopped',
};

/** What the tray's menu does besides pausing. */
export interface TrayActions {
  show(): void;
  quit(): void;
}

/** Shows the collector's state in the system's tray, with pause and quit. A desktop without a tray has none. */
export function openTray(icon: string, host: CollectorHost, actions: TrayActions, log: Log): void {
  let tray: Tray;
  try {
    tray = new Tray(nativeImage.createFromPath(icon));
  } catch (error) {
    log.warn('tray.absent', { reason: error instanceof Error ? error.message : null });
    return;
  }
  const update = (state: CollectorState) => {
    tray.setToolTip(`Spanward: ${LABELS[state.kind]}`);
    tray.setContextMenu(menuFor(state, host, actions));
  };
  tray.on('click', () => actions.show());
  host.onState(update);
  update(host.state);
}

function menuFor(state: CollectorState, host: CollectorHost, actions: TrayActions): Menu {
  const idle = state.kind === 'paused' || state.kind === 'failed';
  return Menu.buildFromTemplate([
    { label: LABELS[state.kind], enabled: false },
    idle
      ? { label: 'Start Collecting', click: () => host.start() }
      : { label: 'Pause Collecting', click: () => void host.stop('paused') },
    { type: 'separator' },
    { label: 'Show Spanward', click: () => actions.show() },
    { label: 'Quit', click: () => actions.quit() },
  ]);
}
