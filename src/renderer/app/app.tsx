import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect } from 'react';
import { useConnection } from '../client/connection.ts';
import { tokenInAddress } from '../client/session.ts';
import { SignIn } from '../features/sign-in/sign-in.tsx';
import { ToastRegion } from '../ui/toast.tsx';
import { Frame } from './frame.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { useHash } from './use-route.ts';

/** The whole window. */
export function App() {
  const phase = useConnection((state) => state.phase);
  useEffect(() => listenForShortcuts(), []);
  const token = tokenInAddress(useHash());
  return (
    <Tooltip.Provider delay={350}>
      {phase === 'signed-out' || token ? <SignIn token={token} /> : <Frame />}
      <ToastRegion />
    </Tooltip.Provider>
  );
}
