import type { ClientContext, ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { reasonHeaders } from '../../shared/reason.ts';
import { ConnectionLost } from './connection.ts';

interface OpenPort {
  readonly link: RPCLink<ClientContext>;
  readonly closed: AbortSignal;
}

/** A link whose port can be replaced: each start of the collector hands over a new one. */
export interface PortLink {
  readonly link: ClientLink<ClientContext>;
  /** Takes a port into use and gives up the one before. */
  use(port: MessagePort): void;
  /** The collector is gone: calls under way fail, later ones wait for the next port. */
  drop(): void;
}

/** Longest a call waits for the collector to come back before it fails, ms. */
const PATIENCE_MS = 20_000;

/** Calls over a message port to the collector process, for the desktop window. */
export function createPortLink(headers: () => Record<string, string> = () => ({})): PortLink {
  let current: OpenPort | null = null;
  let closeCurrent: (() => void) | null = null;
  let waiting: ((port: OpenPort) => void)[] = [];

  const nextPort = async (signal: AbortSignal | undefined): Promise<OpenPort> => {
    if (current) return current;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new ConnectionLost()), PATIENCE_MS);
      const done = (port: OpenPort): void => {
        clearTimeout(timer);
        resolve(port);
      };
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        waiting = waiting.filter((each) => each !== done);
        reject(signal.reason as Error);
      });
      waiting.push(done);
    });
  };

  const drop = (): void => {
    closeCurrent?.();
    closeCurrent = null;
    current = null;
  };

  return {
    link: {
      async call(path, input, options) {
        const port = await nextPort(options.signal);
        try {
          return await port.link.call(path, input, options);
        } catch (error) {
          if (port.closed.aborted && !options.signal?.aborted) throw new ConnectionLost(error);
          throw error;
        }
      },
    },
    use(port) {
      drop();
      const closing = new AbortController();
      const link = new RPCLink<ClientContext>({
        port,
        headers: ({ context }) => ({ ...reasonHeaders(context), ...headers() }),
      });
      closeCurrent = () => {
        closing.abort();
        // The peer listens for this event to end what is under way; a port closed from this side is silent.
        port.dispatchEvent(new Event('close'));
        port.close();
      };
      port.addEventListener('close', () => {
        if (current?.link === link) {
          closing.abort();
          current = null;
          closeCurrent = null;
        }
      });
      port.start();
      current = { link, closed: closing.signal };
      const ready = waiting;
      waiting = [];
      for (const each of ready) each(current);
    },
    drop,
  };
}
