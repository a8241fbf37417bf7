import styles from './kbd.module.css';

const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');

const ANY: Record<string, string> = {
  Enter: '↩',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page up',
  PageDown: 'Page down',
};
const MAC: Record<string, string> = { ...ANY, Mod: '⌘', Shift: '⇧', Alt: '⌥' };
const OTHER: Record<string, string> = { ...ANY, Mod: 'Ctrl' };

/** `Mod+K` as this system writes it: `⌘K` or `Ctrl+K`; `g t` (one key, then another) as two. */
function keysAsText(keys: string): string {
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
