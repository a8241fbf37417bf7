import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useAllCommands, type Command } from './commands.ts';
import { focusBefore } from './overlays.ts';
import styles from './shortcuts-dialog.module.css';

/** Every shortcut that works on the screen behind it. */
export function ShortcutsDialog(props: { open: boolean; onClose: () => void }) {
  const groups = new Map<string, Command[]>();
  for (const command of useAllCommands()) {
    if (!command.keys) continue;
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title="Keyboard shortcuts"
      wide
      finalFocus={focusBefore}
    >
      <div className={styles.groups}>
        {[...groups].map(([group, commands]) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.heading}>{group}</h3>
            <dl>
              {commands.map((command) => (
                <div key={command.id} className={styles.row}>
                  <dt>{command.label}</dt>
                  <dd>
                    <Kbd keys={command.keys ?? ''} />
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
