import { IS_REMOTE } from '../../client/instance.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Section } from '../../ui/page.tsx';
import { pickBackup, useRestore } from './restore-store.ts';
import styles from './backup.module.css';

function InThisApp() {
  const isPicking = useRestore(({ restore }) => restore?.step === 'picking');
  return (
    <div className={styles.card}>
      <p>
        The backup is checked and unpacked first; then it takes the place of the data this app works
        with, and the collector starts anew. The data of before is kept in a folder beside it.
      </p>
      <div>
        <Button icon="refresh" disabled={isPicking} onClick={() => void pickBackup()}>
          Restore from a backup
        </Button>
      </div>
    </div>
  );
}

function OnAServer() {
  return (
    <div className={styles.card}>
      <p>
        A restore makes a new data folder and never overwrites one, so the instance you look at is
        not touched. On the machine that is to run it:
      </p>
      <CodeBlock
        label="Commands of a restore"
        wrap
        code={[
          'spanward restore --check backup.tar',
          'spanward restore backup.tar --data-dir /srv/spanward-restored',
          'spanward serve --data-dir /srv/spanward-restored',
        ].join('\n')}
      />
      <p className="muted">
        The first line only checks the file. With a sealed backup add{' '}
        <code>--passphrase-file FILE</code> to the second one. Stop the old instance before programs
        send to the restored one.
      </p>
    </div>
  );
}

/** How to get back what a backup holds. */
export function RestoreSection() {
  return (
    <Section title="Restore">
      {window.spanward === undefined || IS_REMOTE ? <OnAServer /> : <InThisApp />}
    </Section>
  );
}
