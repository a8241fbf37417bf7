import { clsx } from 'clsx';
import { useEffect, useState } from 'react';
import { copyText } from './copy.ts';
import { Icon } from './icons.tsx';
import buttons from './button.module.css';
import styles from './copy-button.module.css';

type CopyState = 'idle' | 'done' | 'failed';

/** Text to copy, or what makes it when it is asked for. */
type Copied = string | (() => string | Promise<string>);

/** Copies, and says for a moment whether that worked. */
function useCopy(text: Copied): { state: CopyState; copy: () => void } {
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), 1600);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (): void => {
    // Text that is made at once is copied at once: the browser counts the time since the click.
    const made = typeof text === 'string' ? text : text();
    (typeof made === 'string' ? copyText(made) : made.then(copyText)).then(
      () => setState('done'),
      () => setState('failed'),
    );
  };
  return { state, copy };
}

const WORD = { idle: 'Copy', done: 'Copied', failed: 'Copy failed' } as const;

/** Copies `text` in one click; with `word` it is a full button, without it an icon. */
export function CopyButton(props: {
  text: Copied;
  /** What is copied, for the label: "trace id". */
  what: string;
  word?: boolean;
  /** -1 where a list has a key of its own for it, so that rows are no stops of Tab. */
  tabIndex?: number;
  className?: string | undefined;
}) {
  const { state, copy } = useCopy(props.text);
  const label = state === 'idle' ? `Copy ${props.what}` : WORD[state];
  return (
    <button
      type="button"
      tabIndex={props.tabIndex}
      aria-label={props.word ? undefined : label}
      title={label}
      className={clsx(
        buttons['button'],
        props.word ? buttons['plain'] : clsx(buttons['ghost'], styles.small),
        props.className,
      )}
      onClick={(event) => {
        event.stopPropagation();
        copy();
      }}
    >
      <Icon name={state === 'done' ? 'check' : state === 'failed' ? 'error' : 'copy'} size={13} />
      {props.word ? <span aria-live="polite">{WORD[state]}</span> : null}
    </button>
  );
}

/** An id in the fixed-width font that copies itself when clicked; `shown` may be shorter. */
export function CopyText(props: { text: string; what: string; shown?: string }) {
  const { state, copy } = useCopy(props.text);
  return (
    <button
      type="button"
      className={styles.text}
      title={`${props.text} (click to copy)`}
      aria-label={
        state === 'idle' ? `Copy ${props.what} ${props.shown ?? props.text}` : WORD[state]
      }
      onClick={(event) => {
        event.stopPropagation();
        copy();
      }}
    >
      <span>{props.shown ?? props.text}</span>
      <Icon name={state === 'done' ? 'check' : state === 'failed' ? 'error' : 'copy'} size={12} />
    </button>
  );
}
