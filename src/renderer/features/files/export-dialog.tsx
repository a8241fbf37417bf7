import { useId, useState, type FormEvent } from 'react';
import type { ExportFormat } from '../../../shared/contract/transfer.ts';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import { PII_TYPES } from '../../../shared/redaction.ts';
import { messageOf } from '../../client/call-error.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DialogButtons } from '../../ui/dialog-buttons.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FieldInput, FormField, Labelled } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import { describeExport } from './export-content.ts';
import { startExport, type ExportInput } from './export-store.ts';
import styles from './files.module.css';

const FORMATS: readonly { value: ExportFormat; label: string; note: string }[] = [
  { value: 'bundle', label: 'Bundle', note: 'everything, with notes' },
  { value: 'otlp-jsonl', label: 'OTLP JSON lines', note: 'any OTLP tool' },
  { value: 'otlp-protobuf', label: 'OTLP protobuf', note: 'smallest, length-prefixed' },
  { value: 'jaeger', label: 'Jaeger JSON', note: 'for the UI of Jaeger' },
  { value: 'csv', label: 'CSV', note: 'the list of traces' },
];

/** Writes what is stored to a file: format, what to take out, and for a bundle a passphrase. */
export function ExportDialog(props: {
  projectId: string;
  projectName: string;
  filter: TraceFilter;
  /** Only these; absent: all that pass the filter. */
  traceIds?: readonly string[] | undefined;
  onClose: () => void;
}) {
  const { projectId, projectName, filter, traceIds, onClose } = props;
  const formId = useId();
  const [format, setFormat] = useState<ExportFormat>('bundle');
  const [redact, setRedact] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [isStarting, setIsStarting] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const isBundle = format === 'bundle';
  const run = async (): Promise<void> => {
    setIsStarting(true);
    setError(null);
    try {
      const input: ExportInput = {
        projectId,
        format,
        filter,
        signals: isBundle ? ['traces', 'logs', 'metrics'] : ['traces', 'logs'],
        redact: redact ? [...PII_TYPES] : [],
        ...(traceIds === undefined ? {} : { traceIds: [...traceIds] }),
        ...(isBundle && passphrase !== '' ? { passphrase } : {}),
      };
      const name = projectName.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60);
      if (window.spanward) {
        // The app asks where, shows at the foot of the navigation how far it is, and tells how it ended.
        onClose();
        await startExport(input, name);
        return;
      }
      await startExport(input, name);
      onClose();
    } catch (failure) {
      setError(messageOf(failure));
    }
    setIsStarting(false);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isStarting) void run();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Export"
      description={describeExport({ projectName, format, filter, traceIds })}
      footer={
        <DialogButtons onClose={onClose} form={formId} disabled={isStarting}>
          Export
        </DialogButtons>
      }
    >
      <form id={formId} className={styles.form} onSubmit={onSubmit} noValidate>
        <Labelled label="Format">
          <div className={styles.choice}>
            <Select label="Format" value={format} options={[...FORMATS]} onChange={setFormat} />
            <span className="muted">{FORMATS.find(({ value }) => value === format)?.note}</span>
          </div>
        </Labelled>
        <Checkbox checked={redact} onChange={setRedact}>
          Take personal data and secrets out
        </Checkbox>
        {isBundle ? (
          <FormField
            label="Passphrase (optional)"
            hint="At least 8 characters. Without one the bundle is not encrypted."
          >
            <FieldInput
              type="password"
              autoComplete="new-password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          </FormField>
        ) : null}
        {error ? <Notice tone="error">{error}</Notice> : null}
      </form>
    </Dialog>
  );
}
