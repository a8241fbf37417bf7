import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import styles from './badge.module.css';

export type BadgeTone = 'neutral' | 'ok' | 'error' | 'warn' | 'accent';

/** A small label. */
export function Badge(props: {
  tone?: BadgeTone;
  icon?: IconName;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={clsx(styles.badge, styles[props.tone ?? 'neutral'])} title={props.title}>
      {props.icon ? <Icon name={props.icon} size={12} /> : null}
      <span className={styles.text}>{props.children}</span>
    </span>
  );
}

/** Outcome of a span or trace as shape, word and color; errors stand out, success stays quiet. */
export function StatusBadge({ status, count }: { status: 'ok' | 'error'; count?: number }) {
  if (status === 'error') {
    return (
      <span className={clsx(styles.badge, styles.error)}>
        <Icon name="error" size={12} />
        {count === undefined || count < 2 ? 'error' : `${count} errors`}
      </span>
    );
  }
  return (
    <span className={styles.quiet}>
      <Icon name="check" size={12} />
      ok
    </span>
  );
}

export type DotState = 'ok' | 'warn' | 'error' | 'off';

const SHAPES = {
  ok: <circle cx="4" cy="4" r="3.5" />,
  warn: <path d="M4 .6 7.8 7.4H.2z" />,
  error: <path d="M4 0 8 4 4 8 0 4z" />,
  off: <circle cx="4" cy="4" r="2.8" fill="none" stroke="currentColor" strokeWidth="1.4" />,
} as const;

/** A state as a shape and a color; the word belongs beside it. */
export function StateDot({ state }: { state: DotState }) {
  return (
    <svg
      className={clsx(styles.dot, styles[`dot-${state}`])}
      viewBox="0 0 8 8"
      width="8"
      height="8"
      fill="currentColor"
      aria-hidden="true"
    >
      {SHAPES[state]}
    </svg>
  );
}
