import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/states.tsx';
import { CERTIFICATE_FILE } from './certificate-file.ts';
import styles from './connect.module.css';

/** What programs need besides, when no authority they know has signed the collector's certificate. */
export function OwnCertificate({ certificate }: { certificate: string }) {
  return (
    <div className={styles.ownCertificate}>
      <Notice>
        This collector made its certificate itself. Save a copy as <code>{CERTIFICATE_FILE}</code>{' '}
        where your program runs: OpenTelemetry takes it by the snippets below, other SDKs by{' '}
        <code>NODE_EXTRA_CA_CERTS</code> or <code>REQUESTS_CA_BUNDLE</code>.
      </Notice>
      <CopyButton text={certificate} what="certificate as PEM" word />
    </div>
  );
}
