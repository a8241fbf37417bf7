import type { ReactNode } from 'react';
import styles from './page.module.css';

/** The scrolling body of a screen made of sections. */
export function Page(props: {
  children: ReactNode;
  /** `narrow` for text and forms, `full` for charts. */
  width?: 'narrow' | 'full';
}) {
  return (
    <div className={styles.page} data-width={props.width}>
      <div className={styles.inner}>{props.children}</div>
    </div>
  );
}

/** A titled part of a page. */
export function Section(props: {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <div className={styles.head}>
        <div>
          <h2 className={styles.title}>{props.title}</h2>
          {props.description ? <p className={styles.description}>{props.description}</p> : null}
        </div>
        {props.actions ? <div className={styles.actions}>{props.actions}</div> : null}
      </div>
      {props.children}
    </section>
  );
}
