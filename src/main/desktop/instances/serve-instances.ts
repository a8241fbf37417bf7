import type { WebContents } from 'electron';
import { z } from 'zod';
import { DESKTOP_CHANNELS as CHANNELS } from '../../../shared/desktop-channels.ts';
import { Fingerprint, InstanceId, LOCAL_INSTANCE, NewInstance } from '../../../shared/instances.ts';
import type { Ipc } from '../ipc.ts';
import { outcome } from '../outcome.ts';
import type { Instances } from './instances.ts';
import { probe } from './probe.ts';

const AnyInstance = z.union([InstanceId, z.literal(LOCAL_INSTANCE)]);
const NewTrust = z.object({ id: InstanceId, fingerprint: Fingerprint });

export interface InstanceMessages {
  readonly ipc: Ipc;
  readonly instances: Instances;
  /** Loads the window's page anew, for the instance that is current now. */
  readonly reload: (window: WebContents) => void;
}

/** Answers what the page asks about instances. */
export function serveInstances({ ipc, instances, reload }: InstanceMessages): void {
  ipc.handle(CHANNELS.probeInstance, z.string().max(500), (address) =>
    outcome(() => probe(address)),
  );
  ipc.handle(CHANNELS.addInstance, NewInstance, (instance) =>
    outcome(() => instances.add(instance)),
  );
  ipc.handle(CHANNELS.trustInstance, NewTrust, ({ id, fingerprint }, window) =>
    outcome(async () => {
      instances.trust(id, fingerprint);
      if (instances.currentId === id) reload(window);
      return null;
    }),
  );
  ipc.on(CHANNELS.useInstance, AnyInstance, (id, window) => {
    if (instances.currentId === id) return;
    instances.use(id);
    reload(window);
  });
  ipc.on(CHANNELS.removeInstance, InstanceId, (id, window) => {
    const isCurrent = instances.currentId === id;
    instances.remove(id);
    if (isCurrent) reload(window);
  });
  ipc.on(CHANNELS.retryInstance, z.undefined(), () => instances.retry());
}
