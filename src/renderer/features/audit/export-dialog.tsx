import { useState } from 'react';
import type { AuditFilter, AuditFormat } from '../../../shared/contract/audit.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatPlural } from '../../ui/format.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { DownloadButton } from '../trace/download-button.tsx';
import styles from './audit.module.css';
import { useAuditExport, type ExportState } from './use-audit-export.ts';

const KEY_FILE = 'spanward-audit-key.pem';

const textFile = (content: string) => async () => new Blob([content], { type: 'text/plain' });

function Ready({ state, name }: { state: ExportState & { step: 'done' }; name: string }) {
  return (
    <>
      <p>
        {formatPlural(state.entries, 'entry', 'entries')}. The signature proves that the file is,
        byte for byte, what this instance exported.
      </p>
      <div className={styles.downloads}>
        <DownloadButton label="Save file" fileName={name} load={async () => state.file} />
        <DownloadButton
          label="Save signature"
          fileName={`${name}.sig`}
          load={textFile(`${state.signature}\n`)}
        />
        <DownloadButton
          label="Save public key"
          fileName={KEY_FILE}
          load={textFile(state.publicKey)}
        />
      </div>
      <p className={styles.quiet}>
        Verify it anywhere, without this instance. Fingerprint of the key:{' '}
        <code className={styles.fingerprint}>{state.fingerprint}</code>
      </p>
      <CodeBlock
        wrap
        label="Verify command"
        code={`spanward audit verify-export ${name} --signature ${name}.sig --key ${KEY_FILE}`}
      />
    </>
  );
}

/** Exports, then offers the file, its signature and the key it is verified with. */
export function ExportDialog(props: {
  filter: AuditFilter;
  format: AuditFormat;
  onClose: () => void;
}) {
  const [name] = useState(() => `audit-${new Date().toISOString().slice(0, 10)}.${props.format}`);
  const state = useAuditExport(props.filter, props.format);
  const all = Object.keys(props.filter).length === 0;
  return (
    <Dialog
      open
      wide
      onClose={props.onClose}
      title="Export of the audit log"
      description={
        all
          ? 'All entries, the oldest first.'
          : 'The entries that match the filter, the oldest first.'
      }
      footer={
        <Button onClick={props.onClose}>{state.step === 'running' ? 'Cancel' : 'Close'}</Button>
      }
    >
      {state.step === 'running' ? (
        <LoadingState label={`Exporting, ${formatPlural(state.entries, 'entry', 'entries')}`} />
      ) : state.step === 'failed' ? (
        <ErrorState title="The export failed" error={state.error} />
      ) : (
        <Ready state={state} name={name} />
      )}
    </Dialog>
  );
}
