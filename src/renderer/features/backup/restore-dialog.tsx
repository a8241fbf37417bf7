import { useState } from 'react';
import { navigate } from '../../app/use-route.ts';
import { Button } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes } from '../../ui/format.ts';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Notice } from '../../ui/states.tsx';
import { BackupContents } from './backup-contents.tsx';
import {
  cancelRestore,
  closeRestore,
  pickBackup,
  restore,
  useRestore,
  type Restore,
} from './restore-store.ts';
import styles from './backup.module.css';

/** Has to be typed before the data of the app is replaced. */
const WORD = 'replace';

function Reading(props: { restore: Restore & { step: 'checking' | 'restoring' } }) {
  const { step, progress } = props.restore;
  const isUnpacked = step === 'restoring' && progress !== null && progress.bytes >= progress.total;
  return (
    <Dialog
      open
      locked
      onClose={() => {}}
      title={step === 'checking' ? 'Checking the backup' : 'Restoring'}
      footer={<Button onClick={cancelRestore}>Cancel</Button>}
    >
      <div className={styles.stack}>
        <p>
          {step === 'checking'
            ? 'Every byte is compared with what the backup says it holds.'
            : isUnpacked
              ? 'The restored data takes its place, and the collector starts anew.'
              : 'Unpacking beside the present data, which goes on being used until all is there.'}
        </p>
        <ProgressBar
          label={step === 'checking' ? 'Progress of the check' : 'Progress of the restore'}
          value={progress === null ? 0 : progress.bytes / Math.max(1, progress.total)}
        />
        {progress === null ? null : (
          <span className="faint">
            {formatBytes(progress.bytes)} of {formatBytes(progress.total)}
          </span>
        )}
      </div>
    </Dialog>
  );
}

function Confirm({ state }: { state: Restore & { step: 'picked' } }) {
  const { backup, problem } = state;
  const [typed, setTyped] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const start = (): void => {
    if (typed.trim().toLowerCase() === WORD) void restore(backup, passphrase || undefined);
  };
  return (
    <Dialog
      open
      wide
      onClose={closeRestore}
      title="Restore this backup?"
      footer={
        <DialogButtons
          onClose={closeRestore}
          look="danger"
          disabled={typed.trim().toLowerCase() !== WORD}
          form="restore"
        >
          Restore
        </DialogButtons>
      }
    >
      <form
        id="restore"
        className={styles.stack}
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        {problem === null ? null : <Notice tone="error">{problem}</Notice>}
        <div>
          <CopyText text={backup.file} what="file of the backup" />{' '}
          <span className="muted">{formatBytes(backup.bytes)}, checked: it is whole.</span>
        </div>
        <BackupContents summary={backup.summary} />
        {backup.summary.secrets ? (
          <FormField
            label="Passphrase of the backup"
            hint="Without it the instance gets a new audit key, and people with a second factor need a reset code."
          >
            <FieldInput
              type="password"
              autoComplete="off"
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
            />
          </FormField>
        ) : null}
        <Notice tone="warn">
          It takes the place of the data this app works with now. That data is kept beside it and
          not deleted. Programs that send with keys made after the backup are refused from then on.
        </Notice>
        <FormField label={`Type “${WORD}” to go on`}>
          <FieldInput
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </FormField>
      </form>
    </Dialog>
  );
}

function goToProjects(): void {
  closeRestore();
  navigate({ screen: 'projects' });
}

function Done({ state }: { state: Restore & { step: 'done' } }) {
  const { outcome, backup } = state;
  return (
    <Dialog
      open
      wide
      locked
      onClose={() => {}}
      title="Restored"
      footer={
        <Button look="primary" onClick={goToProjects}>
          Go to the projects
        </Button>
      }
    >
      <div className={styles.stack}>
        <BackupContents summary={backup.summary} />
        {outcome.auditProblem === null ? (
          <p>
            The audit log is as it was written
            {outcome.sameAuditKey
              ? ' and goes on with its key.'
              : '; it goes on with a new key, as the backup did not hold the old one.'}
          </p>
        ) : (
          <Notice tone="error">Wrong in the audit log: {outcome.auditProblem}</Notice>
        )}
        <div>
          <p>The data of before is kept in this folder. Delete it once it is not needed:</p>
          <CopyText text={outcome.keptIn} what="folder" />
        </div>
      </div>
    </Dialog>
  );
}

/** What a restore asks and says on its way. */
export function RestoreDialog() {
  const state = useRestore(({ restore }) => restore);
  switch (state?.step) {
    case 'checking':
    case 'restoring':
      return <Reading restore={state} />;
    case 'picked':
      return <Confirm state={state} />;
    case 'done':
      return <Done state={state} />;
    case 'failed':
      return (
        <Dialog
          open
          onClose={closeRestore}
          title="Not restored"
          footer={
            <>
              <Button onClick={closeRestore}>Close</Button>
              <Button onClick={() => void pickBackup()}>Pick another file</Button>
            </>
          }
        >
          <Notice tone="error">{state.message}</Notice>
        </Dialog>
      );
    default:
      return null;
  }
}
