import type { ClientContext, ClientLink } from '@orpc/client';
import { create } from 'zustand';
import type { CollectorState, DesktopApi, PortMessage } from '../../shared/desktop-api.ts';
import { setConnection, useConnection } from './connection.ts';
import { createPortLink } from './desktop-link.ts';
import { followInstances, IS_REMOTE } from './instance.ts';
import { overNetwork, remoteHeaders } from './remote-link.ts';

/** What the desktop app says about the collector's process; null in the browser console. */
export const useCollectorProcess = create<{ state: CollectorState | null }>()(() => ({
  state: null,
}));

function isPortMessage(data: unknown, nonce: string): data is PortMessage {
  if (typeof data !== 'object' || data === null) return false;
  const message = data as Partial<PortMessage>;
  return message.type === 'spanward:port' && message.nonce === nonce;
}

/**
 * The link of the desktop window: asks for a port whenever a collector is ready, and gives it up
 * when that collector is gone. For a remote instance the app itself answers at the port.
 */
export function createDesktopLink(desktop: DesktopApi): ClientLink<ClientContext> {
  const ports = createPortLink(IS_REMOTE ? remoteHeaders : undefined);
  let nonce = '';
  let generation = -1;

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0];
    if (event.source !== window || !port || !isPortMessage(event.data, nonce)) return;
    nonce = '';
    ports.use(port);
  });

  const acquire = (): void => {
    nonce = crypto.randomUUID();
    desktop.acquirePort(nonce);
  };
  followInstances();
  if (IS_REMOTE) {
    acquire();
    return overNetwork(ports.link);
  }

  desktop.onCollectorState((state) => {
    useCollectorProcess.setState({ state });
    if (state.kind === 'ready') {
      if (state.generation === generation) return;
      generation = state.generation;
      acquire();
      return;
    }
    generation = -1;
    ports.drop();
    if (useConnection.getState().phase === 'ready') setConnection('lost');
  });
  return ports.link;
}
