import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect } from 'react';
import { useConnection } from '../client/connection.ts';
import { useInstances, useRemote } from '../client/instance.ts';
import { codeInAddress, tokenInAddress } from '../client/session.ts';
import { UseCode } from '../features/sign-in/use-code.tsx';
import { SignIn } from '../features/sign-in/sign-in.tsx';
import { InstanceDialogs } from '../features/instances/instance-dialogs.tsx';
import { RemoteSignIn } from '../features/instances/remote-sign-in.tsx';
import { UntrustedInstance } from '../features/instances/untrusted-instance.tsx';
import { ToastRegion } from '../ui/toast.tsx';
import { Frame } from './frame.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { useHash } from './use-route.ts';

/** The whole window. */
export function App() {
  const phase = useConnection((state) => state.phase);
  const remote = useRemote();
  const untrusted = useInstances(({ state }) => state?.link?.kind === 'untrusted');
  useEffect(() => listenForShortcuts(), []);
  const hash = useHash();
  const token = tokenInAddress(hash);
  const given = codeInAddress(hash);
  return (
    <Tooltip.Provider delay={350}>
      {remote && untrusted ? (
        <UntrustedInstance instance={remote} />
      ) : remote && phase === 'signed-out' ? (
        <RemoteSignIn instance={remote} />
      ) : given ? (
        <UseCode key={given.code} kind={given.kind} code={given.code} />
      ) : phase === 'signed-out' || token ? (
        <SignIn token={token} />
      ) : (
        <Frame />
      )}
      <InstanceDialogs />
      <ToastRegion />
    </Tooltip.Provider>
  );
}
