import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { InstanceTrust, Probe } from '../../../shared/instances.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { CertificateStep } from './certificate-step.tsx';
import { valueOf } from './value-of.ts';
import styles from './instances.module.css';

interface Candidate extends Probe {
  readonly name: string;
}

/** Adds a remote instance: its address, then whether its certificate is the right one; signing in comes after. */
export function AddInstanceDialog({ onClose }: { onClose: () => void }) {
  const [candidate, setCandidate] = useState<Candidate | null>(null);
  const [typed, setTyped] = useState({ address: '', name: '' });
  const add = useMutation({
    mutationFn: async (given: { address: string; name: string; trust: InstanceTrust }) =>
      valueOf(await window.spanward!.instances.add(given)),
    // The page is loaded anew, for the new one.
    onSuccess: (id) => window.spanward?.instances.use(id),
  });
  const probe = useMutation({
    mutationFn: async (given: { address: string; name: string }) => ({
      ...valueOf(await window.spanward!.instances.probe(given.address)),
      name: given.name,
    }),
    onSuccess: (found) => {
      if (found.certificate) setCandidate(found);
      else add.mutate({ ...found, trust: { kind: 'loopback' } });
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = {
      address: String(form.get('address') ?? ''),
      name: String(form.get('name') ?? '').trim(),
    };
    setTyped(given);
    probe.mutate(given);
  };
  const certificate = candidate?.certificate;
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title="Add an instance"
      description={
        certificate
          ? `${candidate.address} answers. Before you sign in there, make sure that it is the right one.`
          : 'A collector elsewhere, run with “spanward serve”. You sign in there with your e-mail and password.'
      }
    >
      {candidate && certificate ? (
        <CertificateStep
          certificate={certificate}
          problem={add.error?.message}
          busy={add.isPending}
          onBack={() => {
            add.reset();
            setCandidate(null);
          }}
          onTrust={(trust) => add.mutate({ ...candidate, trust })}
        />
      ) : (
        <form className={styles.form} onSubmit={onSubmit} noValidate>
          <FormField
            label="Address of its console"
            name="address"
            hint="https://, or http:// for a collector on this computer."
            error={(probe.error ?? add.error)?.message}
          >
            <FieldInput
              mono
              autoComplete="off"
              spellCheck={false}
              defaultValue={typed.address}
              placeholder="https://traces.example.com:4319"
            />
          </FormField>
          <FormField label="Name (optional)" name="name" hint="What it is called in this app.">
            <FieldInput
              autoComplete="off"
              maxLength={60}
              defaultValue={typed.name}
              placeholder="Production"
            />
          </FormField>
          <div className={styles.actions}>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" disabled={probe.isPending || add.isPending}>
              Next
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
