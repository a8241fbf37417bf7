import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useAllCommands, type Command } from './commands.ts';
import { focusBefore } from './overlays.ts';
import styles from './shortcuts-dialog.module.css';

/** Keys by label by group: two keys that do the same share a row. */
function groupShortcuts(commands: readonly Command[]): Map<string, Map<string, string[]>> {
  const groups = new Map<string, Map<string, string[]>>();
  for (const { group, label, keys } of commands) {
    if (!keys) continue;
    const rows = groups.get(group) ?? new Map<string, string[]>();
    rows.set(label, [...(rows.get(label) ?? []), keys]);
    groups.set(group, rows);
  }
  return groups;
}

/** Every shortcut that works on the screen behind it. */
export function ShortcutsDialog(props: { open: boolean; onClose: () => void }) {
  const groups = groupShortcuts(useAllCommands());
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title="Keyboard shortcuts"
      wide
      finalFocus={focusBefore}
    >
      {/* Reached with Tab, so that the arrow keys scroll where there is more than fits. */}
      <div className={styles.groups} role="group" aria-label="Shortcuts" tabIndex={0}>
        {[...groups].map(([group, rows]) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.heading}>{group}</h3>
            <dl>
              {[...rows].map(([label, keys]) => (
                <div key={label} className={styles.row}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((each) => (
                      <Kbd key={each} keys={each} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
