import { useMutation } from '@tanstack/react-query';
import { doctorLines } from '../../../shared/doctor-lines.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { StateDot } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/page.tsx';
import { LoadingState, Notice } from '../../ui/states.tsx';
import styles from './collector.module.css';

const DOT = { ok: 'ok', warning: 'warn', failed: 'error' } as const;

/** Checks the data folder when asked to. */
export function DoctorSection() {
  const doctor = useMutation({ mutationFn: async () => api.collector.doctor.call() });
  return (
    <Section
      title="Integrity"
      description="Reads every file of the data folder and checks it. Takes a while with much data; nothing is changed."
      actions={
        <Button disabled={doctor.isPending} onClick={() => doctor.mutate()}>
          Check now
        </Button>
      }
    >
      {doctor.isPending ? <LoadingState label="Checking" /> : null}
      {doctor.error ? <Notice tone="error">{messageOf(doctor.error)}</Notice> : null}
      {doctor.data?.checks.length === 0 ? <p>No data file has been written yet.</p> : null}
      {doctor.data && doctor.data.checks.length > 0 ? (
        <ul className={styles.checks} aria-label="Checks">
          {doctorLines(doctor.data.checks).map((check) => (
            <li key={check.name}>
              <StateDot state={DOT[check.state]} />
              <b>{check.name}</b>
              <span className={styles.checkState}>{check.state}</span>
              <span className="muted">{check.message}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}
