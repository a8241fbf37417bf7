import { clsx } from 'clsx';
import { INSTANCE_ID, useInstances } from '../../client/instance.ts';
import { Icon } from '../../ui/icons.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { InstanceChip } from './instance-chip.tsx';
import { openInstanceDialog } from './instance-dialog-store.ts';
import styles from './instances.module.css';

const hostOf = (address: string | null): string | undefined =>
  address === null ? undefined : new URL(address).host;

/** Says which instance the window is about, and opens the list of the others. Only in the desktop app. */
export function InstanceSwitcher() {
  const state = useInstances((all) => all.state);
  const current = state?.instances.find(({ id }) => id === INSTANCE_ID);
  if (!state || !current) return null;
  const entries: MenuEntry[] = [
    { kind: 'group', label: 'Instances' },
    ...state.instances.map((instance): MenuEntry => ({
      label: instance.name,
      icon: instance.id === current.id ? 'check' : instance.address ? 'layers' : 'monitor',
      note: hostOf(instance.address),
      onSelect: () => window.spanward?.instances.use(instance.id),
    })),
    { kind: 'separator' },
    { label: 'Add an instance…', icon: 'plus', onSelect: () => openInstanceDialog('add') },
    ...(state.instances.length > 1
      ? [
          {
            label: 'Manage instances…',
            icon: 'settings',
            onSelect: () => openInstanceDialog('manage'),
          } satisfies MenuEntry,
        ]
      : []),
  ];
  return (
    <Menu
      entries={entries}
      trigger={
        <button
          type="button"
          className={styles.switcher}
          data-remote={current.address ? '' : undefined}
        >
          <InstanceChip instance={current} />
          <span className={clsx(styles.where, 'unseen-if-narrow')}>
            <b className="truncate">{current.name}</b>
            {current.address ? <small className="truncate">{hostOf(current.address)}</small> : null}
          </span>
          <span className="visually-hidden">, switch instance</span>
          <Icon name="expand" size={13} />
        </button>
      }
    />
  );
}
