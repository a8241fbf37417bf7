import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import type { Instance } from '../../../shared/instances.ts';
import { instanceColor } from './instance-chip.tsx';
import { InstanceSwitcher } from './instance-switcher.tsx';
import styles from './instances.module.css';

/** A page about a remote instance without the frame: its color and the switcher are there all the same. */
export function RemoteFrame({ instance, children }: { instance: Instance; children: ReactNode }) {
  return (
    <div className={clsx(styles.remoteFrame, instanceColor(instance))}>
      <div className={styles.corner}>
        <InstanceSwitcher />
      </div>
      {children}
    </div>
  );
}
