import styles from './kbd.module.css';

const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');

const MAC: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩' };
const OTHER: Record<string, string> = { Mod: 'Ctrl', Enter: '↩' };

/** `Mod+K` as this system writes it: `⌘K` or `Ctrl+K`; `g t` (one key, then another) as two. */
export function keysAsText(keys: string): string {
  const names = isMac ? MAC : OTHER;
  return keys
    .split(' ')
    .map((chord) =>
      chord
        .split('+')
        .map((key) => names[key] ?? key)
        .join(isMac ? '' : '+'),
    )
    .join(' ');
}

/** A keyboard shortcut. */
export function Kbd({ keys }: { keys: string }) {
  return <kbd className={styles.kbd}>{keysAsText(keys)}</kbd>;
}
