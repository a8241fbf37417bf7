import { useState, type FormEvent } from 'react';
import type { InstanceTrust, ShownCertificate } from '../../../shared/instances.ts';
import { Button } from '../../ui/button.tsx';
import { FieldArea, FormField } from '../../ui/input.tsx';
import { Notice } from '../../ui/states.tsx';
import { FingerprintText } from './fingerprint-text.tsx';
import styles from './instances.module.css';

interface CertificateStepProps {
  certificate: ShownCertificate;
  /** Why trusting it did not work. */
  problem: string | undefined;
  busy: boolean;
  onBack: () => void;
  onTrust: (trust: InstanceTrust) => void;
}

/** Shows the certificate of a server that is met for the first time; a person compares it, or gives its authority. */
export function CertificateStep(props: CertificateStepProps) {
  const [byAuthority, setByAuthority] = useState(false);
  const { certificate } = props;
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const pem = String(new FormData(event.currentTarget).get('pem') ?? '').trim();
    props.onTrust(
      byAuthority
        ? { kind: 'authority', pem }
        : { kind: 'fingerprint', sha256: certificate.fingerprint },
    );
  };
  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      <h3 className="label">SHA-256 fingerprint of its certificate</h3>
      <FingerprintText value={certificate.fingerprint} label="fingerprint" />
      <dl className={styles.facts}>
        <dt>Valid for</dt>
        <dd>{certificate.names || 'no name'}</dd>
        <dt>Issued by</dt>
        <dd>{certificate.issuer || 'nobody named'}</dd>
        <dt>Until</dt>
        <dd>{certificate.validTo}</dd>
      </dl>
      {byAuthority ? (
        <FormField
          label="Certificate of the authority (PEM)"
          name="pem"
          hint="Then its certificates may be renewed without asking you, as long as this authority signs them for this name."
        >
          <FieldArea rows={6} placeholder="-----BEGIN CERTIFICATE-----" />
        </FormField>
      ) : (
        <Notice tone={certificate.vouchedFor ? 'info' : 'warn'}>
          Compare it with the one that <code>spanward serve</code> printed at its start, or that
          Collector, Status shows there. If they differ, somebody else is answering.
          {certificate.vouchedFor ? ' Authorities known to this system vouch for it.' : ''}
        </Notice>
      )}
      {props.problem ? <Notice tone="error">{props.problem}</Notice> : null}
      <div className={styles.actions}>
        <Button look="ghost" onClick={() => setByAuthority(!byAuthority)}>
          {byAuthority ? 'Compare the fingerprint instead' : 'Use an authority instead'}
        </Button>
        <span className={styles.gap} />
        <Button onClick={props.onBack}>Back</Button>
        <Button type="submit" look="primary" disabled={props.busy}>
          {byAuthority ? 'Add' : 'They match: trust it'}
        </Button>
      </div>
    </form>
  );
}
