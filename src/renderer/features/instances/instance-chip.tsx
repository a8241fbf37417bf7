import { clsx } from 'clsx';
import type { Instance } from '../../../shared/instances.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './instances.module.css';

/** Class that sets `--instance` to the color of an instance; none for the local one. */
export function instanceColor({ address, color }: Instance): string | undefined {
  return address === null ? undefined : styles[`color${color}`];
}

/** The color an instance is told apart by; the local one has a computer instead. */
export function InstanceChip({ instance }: { instance: Instance }) {
  if (instance.address === null) return <Icon name="monitor" size={14} />;
  return <span className={clsx(styles.chip, instanceColor(instance))} aria-hidden="true" />;
}
