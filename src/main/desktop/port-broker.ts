import { MessageChannelMain, type WebContents } from 'electron';
import { z } from 'zod';
import { DESKTOP_CHANNELS } from '../../shared/desktop-channels.ts';
import { LOCAL_INSTANCE } from '../../shared/instances.ts';
import type { CollectorHost } from './collector-host.ts';
import type { Instances } from './instances/instances.ts';
import type { Ipc } from './ipc.ts';

const Nonce = z.string().min(1).max(100);

/** Connects windows with the collector. */
export interface PortBroker {
  /** Tells this window the collector's state from now on, and hands it ports when it asks. */
  connect(window: WebContents): void;
}

/** Tells windows what the collector and the instances are doing, and hands each a new port on request. */
export function createPortBroker(host: CollectorHost, instances: Instances, ipc: Ipc): PortBroker {
  const connected = new Set<WebContents>();
  /** Windows that asked for a port while the collector was not ready, with their nonce. */
  const waiting = new Map<WebContents, string>();

  const acquire = (window: WebContents, nonce: string) => {
    const isRemote = instances.currentId !== LOCAL_INSTANCE;
    if (!isRemote && host.state.kind !== 'ready') {
      waiting.set(window, nonce);
      return;
    }
    waiting.delete(window);
    const { port1, port2 } = new MessageChannelMain();
    if (!instances.servePort(port1)) host.servePort(port1);
    window.postMessage(DESKTOP_CHANNELS.port, nonce, [port2]);
  };

  ipc.on(DESKTOP_CHANNELS.acquirePort, Nonce, (nonce, window) => acquire(window, nonce));
  ipc.on(DESKTOP_CHANNELS.restart, z.undefined(), () => host.start());
  host.onState((state) => {
    for (const window of connected) window.send(DESKTOP_CHANNELS.state, state);
    if (state.kind === 'ready') for (const [window, nonce] of waiting) acquire(window, nonce);
  });
  instances.onState((state) => {
    for (const window of connected) window.send(DESKTOP_CHANNELS.instances, state);
  });
  return {
    connect(window) {
      window.on('dom-ready', () => {
        // Also after a reload, when the page has forgotten what it asked for.
        waiting.delete(window);
        connected.add(window);
        window.send(DESKTOP_CHANNELS.instances, instances.state);
        window.send(DESKTOP_CHANNELS.state, host.state);
      });
      window.once('destroyed', () => {
        connected.delete(window);
        waiting.delete(window);
      });
    },
  };
}
