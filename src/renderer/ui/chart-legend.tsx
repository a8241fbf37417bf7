import type { ReactNode } from 'react';
import styles from './chart-legend.module.css';

/** What the colors of a chart stand for. */
export function ChartLegend(props: {
  /** What is listed, for people who do not see it. */
  label: string;
  items: readonly { readonly key: string; readonly label: string; readonly color: string }[];
  /** One more entry, such as how many are left out. */
  children?: ReactNode;
}) {
  return (
    <ul className={styles.legend} aria-label={props.label}>
      {props.items.map(({ key, label, color }) => (
        <li key={key}>
          <i className={styles.dot} style={{ background: color }} />
          <span>{label}</span>
        </li>
      ))}
      {props.children ? <li>{props.children}</li> : null}
    </ul>
  );
}
