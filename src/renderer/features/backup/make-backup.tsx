import { useState, type FormEvent } from 'react';
import { MIN_PASSPHRASE } from '../../../shared/contract/backup.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Section } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import { BackupContents } from './backup-contents.tsx';
import { BackupBar } from './backup-progress.tsx';
import {
  cancelBackup,
  dismissBackup,
  startBackup,
  useBackup,
  type BackupJob,
} from './backup-store.ts';
import styles from './backup.module.css';

function Result({ job }: { job: BackupJob & { step: 'done' } }) {
  return (
    <div className={styles.card} role="region" aria-label="Backup made">
      <div className={styles.resultHead}>
        <Icon name="ok" size={16} />
        <h3>{job.checked ? 'Saved and checked' : 'Saved'}</h3>
        <span className="muted">{formatBytes(job.bytes)}</span>
        <Button look="ghost" className={styles.end} onClick={dismissBackup}>
          Dismiss
        </Button>
      </div>
      <CopyText text={job.file} what="file of the backup" />
      <BackupContents summary={job.summary} />
      <p className="muted">
        {job.checked
          ? 'The file was read back from the disk: every byte is what was put in.'
          : 'It is in the downloads of this browser. To check the file itself:'}
      </p>
      {job.checked ? null : (
        <CopyText text={`spanward restore --check ${job.file}`} what="command that checks it" />
      )}
    </div>
  );
}

function Form() {
  const [sealed, setSealed] = useState(false);
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const passphrase = String(new FormData(event.currentTarget).get('passphrase') ?? '');
    if (sealed && passphrase.length < MIN_PASSPHRASE) {
      setError(`At least ${MIN_PASSPHRASE} characters.`);
      return;
    }
    setError(undefined);
    void startBackup(sealed ? passphrase : undefined);
  };
  return (
    <form className={styles.card} onSubmit={submit}>
      <div className={styles.lists}>
        <div>
          <h3>Inside</h3>
          <p className="muted">
            Every span, log record and metric point stored until now; projects, API keys, people,
            roles, settings, prices, and the audit log.
          </p>
        </div>
        <div>
          <h3>Not inside</h3>
          <p className="muted">
            Any key, password or token in clear: keys and passwords are kept as hashes. Sessions and
            reset codes. {sealed ? null : 'The audit key and second factors.'}
          </p>
        </div>
      </div>
      <Checkbox checked={sealed} onChange={setSealed}>
        Seal the audit key and second factors with a passphrase, so that a restored instance is
        exactly as this one
      </Checkbox>
      {sealed ? (
        <div className={styles.passphrase}>
          <FormField
            label="Passphrase"
            name="passphrase"
            hint="Kept nowhere: without it they cannot be restored."
            error={error}
          >
            <FieldInput type="password" autoComplete="new-password" maxLength={1024} />
          </FormField>
        </div>
      ) : null}
      <div>
        <Button look="primary" icon="download" type="submit">
          Back up now
        </Button>
      </div>
    </form>
  );
}

/** Makes a backup and says what came of it; goes on when the screen is left. */
export function MakeBackup() {
  const job = useBackup((state) => state.job);
  return (
    <Section
      title="Back up now"
      description="Saves everything of this instance to one file while it goes on taking data."
    >
      <div className={styles.stack}>
        {job?.step === 'failed' ? <Notice tone="error">{job.message}</Notice> : null}
        {job?.step === 'done' ? <Result job={job} /> : null}
        {job?.step === 'choosing' || job?.step === 'running' || job?.step === 'checking' ? (
          <div className={styles.card} role="group" aria-label="Backup">
            {job.step === 'choosing' ? (
              <p>Choose where to save it.</p>
            ) : (
              <>
                <p>
                  Saving to <code>{job.file}</code>. It goes on when you leave this screen.
                </p>
                <BackupBar bytes={job.bytes} checking={job.step === 'checking'} />
                <div>
                  <Button onClick={cancelBackup} disabled={job.step === 'checking'}>
                    Cancel
                  </Button>
                </div>
              </>
            )}
          </div>
        ) : (
          <Form />
        )}
      </div>
    </Section>
  );
}
