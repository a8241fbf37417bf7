import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export interface TabItem<V extends string> {
  value: V;
  label: string;
  /** Quiet number behind the label. */
  count?: number | undefined;
  content: ReactNode;
}

/** Tabs with their panels; only the chosen panel is mounted. */
export function Tabs<V extends string>(props: {
  label: string;
  value: V;
  onChange: (value: V) => void;
  items: readonly TabItem<V>[];
  /** At the right end of the row of tabs. */
  aside?: ReactNode;
}) {
  return (
    <BaseTabs.Root
      className={styles.root}
      value={props.value}
      onValueChange={(value) => props.onChange(value as V)}
    >
      <div className={styles.bar}>
        <BaseTabs.List className={styles.list} aria-label={props.label} activateOnFocus>
          {props.items.map((item) => (
            <BaseTabs.Tab key={item.value} value={item.value} className={styles.tab}>
              {item.label}
              {item.count === undefined ? null : <span className={styles.count}>{item.count}</span>}
            </BaseTabs.Tab>
          ))}
        </BaseTabs.List>
        {props.aside}
      </div>
      {props.items.map((item) => (
        <BaseTabs.Panel key={item.value} value={item.value} className={styles.panel}>
          {item.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
