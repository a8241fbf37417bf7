import { clsx } from 'clsx';
import { CopyButton } from './copy-button.tsx';
import styles from './code-block.module.css';

/** Text to paste elsewhere or to read as it is, with a copy button. */
export function CodeBlock(props: {
  code: string;
  /** What it is, for the copy button and assistive technology: "Python snippet". */
  label: string;
  /** Shown in a bar above the code, e.g. a file name. */
  title?: string;
  wrap?: boolean;
  className?: string | undefined;
}) {
  return (
    <figure className={clsx(styles.block, props.className)}>
      {props.title ? <figcaption className={styles.title}>{props.title}</figcaption> : null}
      {/* Scrolls sideways, so it must be reachable with the keyboard. */}
      <pre
        className={clsx(styles.pre, props.wrap && styles.wrap)}
        tabIndex={0}
        role="region"
        aria-label={props.label}
      >
        <code>{props.code}</code>
      </pre>
      <CopyButton className={styles.copy} text={props.code} what={props.label} word />
    </figure>
  );
}
