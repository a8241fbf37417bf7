import type { CollectorStatus } from '../../../shared/contract/collector.ts';
import { CopyButton, CopyText } from '../../ui/copy-button.tsx';
import { formatDate } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import styles from './collector.module.css';

/** The certificate that the listeners show, so that whoever connects can compare it. Nothing without TLS. */
export function CertificateSection({ tls }: { tls: CollectorStatus['tls'] }) {
  if (!tls) return null;
  return (
    <Section
      title="Certificate"
      description={
        tls.selfSigned
          ? 'Made by this collector. Programs have to be told to trust it; people compare its fingerprint when they first connect.'
          : 'Read from a file, and read again when the file changes.'
      }
    >
      <dl className={styles.certificate}>
        <div>
          <dt>SHA-256 fingerprint</dt>
          <dd>
            <CopyText text={tls.fingerprint} what="fingerprint" />
          </dd>
        </div>
        <div>
          <dt>Valid until</dt>
          <dd>{formatDate(Date.parse(tls.expiresAt) * 1000)}</dd>
        </div>
        {tls.file !== '' && (
          <div>
            <dt>On the server</dt>
            <dd>
              <CopyText text={tls.file} what="certificate file" />
            </dd>
          </div>
        )}
        <div>
          <dt>For programs</dt>
          <dd className={styles.certificateCopy}>
            <span>
              Save it as a file and name that in <code>OTEL_EXPORTER_OTLP_CERTIFICATE</code>.
            </span>
            <CopyButton text={tls.certificate} what="certificate as PEM" word />
          </dd>
        </div>
      </dl>
    </Section>
  );
}
