import { useRef, type ReactNode } from 'react';
import { hasCode, messageOf } from '../client/call-error.ts';
import { useConnection } from '../client/connection.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';
import { usePassedFocus } from './passed-focus.ts';
import styles from './states.module.css';

/** Nothing to show: why, and what to do next. */
export function EmptyState(props: {
  icon?: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.state}>
      {props.icon ? (
        <span className={styles.icon}>
          <Icon name={props.icon} size={22} />
        </span>
      ) : null}
      <h2 className={styles.title}>{props.title}</h2>
      {props.children ? <div className={styles.text}>{props.children}</div> : null}
      {props.actions ? <div className={styles.actions}>{props.actions}</div> : null}
    </div>
  );
}

/** Waiting; invisible for the first moments so that quick answers do not flicker. */
export function LoadingState(props: {
  label?: string;
  /** One line among others, not a place of its own. */
  inline?: boolean;
}) {
  const { label = 'Loading', inline } = props;
  // The banner says what has become of it; here nothing goes on until it is back.
  const isAway = useConnection(({ phase }) => phase === 'lost');
  return (
    <div className={styles.loading} data-inline={inline ? '' : undefined} role="status">
      <span className={styles.spinner} aria-hidden="true" />
      {isAway ? 'Waiting for the collector' : label}…
    </div>
  );
}

/**
 * What went wrong, in the words of the collector, and a way to try again: not for who lacks the permission it takes, as
 * no other try helps.
 */
export function ErrorState(props: { title: string; error: unknown; onRetry?: () => void }) {
  const { error, onRetry } = props;
  const again = useRef<HTMLButtonElement>(null);
  usePassedFocus(again);
  if (hasCode(error, 'forbidden')) {
    return (
      <EmptyState icon="eyeOff" title="No permission">
        <p role="alert">{messageOf(error)}</p>
      </EmptyState>
    );
  }
  return (
    <div className={styles.state} role="alert">
      <span className={styles.bad}>
        <Icon name="alert" size={22} />
      </span>
      <h2 className={styles.title}>{props.title}</h2>
      <div className={styles.text}>{messageOf(error)}</div>
      {onRetry ? (
        <div className={styles.actions}>
          <Button ref={again} icon="refresh" onClick={onRetry}>
            Try again
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** A remark set apart from the text around it. */
export function Notice(props: { tone?: 'info' | 'warn' | 'error'; children: ReactNode }) {
  const tone = props.tone ?? 'info';
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'error' ? 'alert' : undefined}>
      <Icon name={tone === 'info' ? 'info' : 'alert'} />
      <div>{props.children}</div>
    </div>
  );
}
