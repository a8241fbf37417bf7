import { useEffect, useState } from 'react';
import type { AuditFilter, AuditFormat } from '../../../shared/contract/audit.ts';
import { client } from '../../client/client.ts';

/** How far an export is. */
export type ExportState =
  | { step: 'running'; entries: number }
  | { step: 'failed'; error: unknown }
  | {
      step: 'done';
      entries: number;
      file: Blob;
      signature: string;
      publicKey: string;
      fingerprint: string;
    };

const TYPES: Readonly<Record<AuditFormat, string>> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
};

/** Runs an export while the calling component is there; `filter` and `format` must not change. */
export function useAuditExport(filter: AuditFilter, format: AuditFormat): ExportState {
  const [state, setState] = useState<ExportState>({ step: 'running', entries: 0 });
  useEffect(() => {
    const stop = new AbortController();
    const tell = (next: ExportState): void => {
      if (!stop.signal.aborted) setState(next);
    };
    run(filter, format, stop.signal, (entries) => tell({ step: 'running', entries })).then(
      tell,
      (error: unknown) => tell({ step: 'failed', error }),
    );
    return () => stop.abort();
  }, [filter, format]);
  return state;
}

async function run(
  filter: AuditFilter,
  format: AuditFormat,
  signal: AbortSignal,
  progress: (entries: number) => void,
): Promise<ExportState> {
  const key = await client.audit.publicKey(undefined, { signal });
  const parts: string[] = [];
  let entries = 0;
  let signature = '';
  for await (const piece of await client.audit.export({ ...filter, format }, { signal })) {
    if (piece.type === 'signed') signature = piece.signature;
    else {
      parts.push(piece.text);
      entries += piece.entries;
      progress(entries);
    }
  }
  if (signature === '') throw new Error('The export ended before it was signed.');
  const file = new Blob(parts, { type: TYPES[format] });
  const { pem: publicKey, fingerprint } = key;
  return { step: 'done', entries, file, signature, publicKey, fingerprint };
}
