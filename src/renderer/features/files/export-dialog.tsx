import { useState } from 'react';
import type { ExportFormat } from '../../../shared/contract/transfer.ts';
import type { TraceFilter } from '../../../shared/contract/traces.ts';
import { PII_TYPES, type PiiType } from '../../../shared/redaction.ts';
import { messageOf } from '../../client/call-error.ts';
import { client } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { FieldInput, FormField } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Notice } from '../../ui/states.tsx';
import styles from './files.module.css';
import { saveBlob } from '../trace/download-button.tsx';

const FORMATS: readonly { value: ExportFormat; label: string; ending: string; note: string }[] = [
  { value: 'bundle', label: 'Bundle', ending: 'spanward', note: 'everything, with notes' },
  { value: 'otlp-jsonl', label: 'OTLP JSON lines', ending: 'jsonl', note: 'any OTLP tool' },
  {
    value: 'otlp-protobuf',
    label: 'OTLP protobuf',
    ending: 'otlp',
    note: 'smallest, length-prefixed',
  },
  { value: 'jaeger', label: 'Jaeger JSON', ending: 'json', note: 'for the UI of Jaeger' },
  { value: 'csv', label: 'CSV', ending: 'csv', note: 'the list of traces' },
];

/** Writes what is stored to a file: format, what to take out, and for a bundle a passphrase. */
export function ExportDialog(props: {
  projectId: string;
  projectName: string;
  filter: TraceFilter;
  onClose: () => void;
}) {
  const { projectId, projectName, filter, onClose } = props;
  const [format, setFormat] = useState<ExportFormat>('bundle');
  const [redact, setRedact] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [done, setDone] = useState({ bytes: 0, records: 0 });
  const [abort, setAbort] = useState<AbortController | null>(null);
  const [error, setError] = useState<string | null>(null);
  const isBundle = format === 'bundle';
  const run = async (): Promise<void> => {
    const stop = new AbortController();
    setAbort(stop);
    setError(null);
    try {
      const blob = await collect(
        {
          projectId,
          format,
          filter,
          signals: isBundle ? ['traces', 'logs', 'metrics'] : ['traces', 'logs'],
          redact: redact ? [...PII_TYPES] : ([] as PiiType[]),
          ...(isBundle && passphrase !== '' ? { passphrase } : {}),
        },
        stop.signal,
        setDone,
      );
      const { ending } = FORMATS.find(({ value }) => value === format)!;
      saveBlob(
        blob,
        `${projectName.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60)}.${ending}`,
      );
      onClose();
    } catch (failure) {
      if (!stop.signal.aborted) setError(messageOf(failure));
    }
    setAbort(null);
  };
  const close = (): void => {
    abort?.abort();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={close}
      title="Export"
      description={`What you see of ${projectName}; hidden attributes stay out.`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" disabled={abort !== null} onClick={() => void run()}>
            Export
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Select
          label="Format"
          value={format}
          options={FORMATS.map(({ value, label, note }) => ({ value, label, note }))}
          onChange={setFormat}
        />
        <Checkbox checked={redact} onChange={setRedact}>
          Take personal data and secrets out
        </Checkbox>
        {isBundle ? (
          <FormField label="Passphrase" hint="At least 8 characters. Empty: not encrypted.">
            <FieldInput
              type="password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          </FormField>
        ) : null}
      </div>
      {abort ? (
        <p role="status" className={styles.hint}>
          {formatBytes(done.bytes)}, {formatCount(done.records)} records
        </p>
      ) : null}
      {error ? <Notice tone="error">{error}</Notice> : null}
    </Dialog>
  );
}

async function collect(
  input: Parameters<typeof client.transfer.exportFile>[0],
  signal: AbortSignal,
  progress: (done: { bytes: number; records: number }) => void,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const done = { bytes: 0, records: 0 };
  for await (const { base64, records } of await client.transfer.exportFile(input, { signal })) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    parts.push(bytes);
    done.bytes += bytes.length;
    done.records += records;
    progress({ ...done });
  }
  return new Blob(parts);
}
