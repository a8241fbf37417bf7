import { createHash } from 'node:crypto';
import type {
  AuditEntry,
  AuditExportPiece,
  AuditFilter,
  AuditFormat,
} from '../../../shared/contract/audit.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { csvHeader, csvLine } from './csv.ts';
import type { Head } from './entry.ts';
import type { InstanceKey } from './instance-key.ts';
import { entriesBetween } from './read-entries.ts';
import { toEntry } from './to-entry.ts';

/** How a format begins, writes an entry, and ends. */
interface Writer {
  readonly begin: string;
  entry(entry: AuditEntry, isFirst: boolean): string;
  readonly end: string;
}

function createWriter(format: AuditFormat, head: Head, at: string, filter: AuditFilter): Writer {
  if (format === 'csv') return { begin: csvHeader(), entry: csvLine, end: '' };
  if (format === 'ndjson') {
    return { begin: '', entry: (entry) => `${JSON.stringify(entry)}\n`, end: '' };
  }
  const about = { format: 'spanward-audit', version: 1, exportedAt: at, filter, head };
  return {
    begin: `${JSON.stringify(about).slice(0, -1)},"entries":[\n`,
    entry: (entry, isFirst) => `${isFirst ? '' : ',\n'}${JSON.stringify(entry)}`,
    end: '\n]}\n',
  };
}

/**
 * Matching entries up to `head` as text, the oldest first; at last the signature over all of it: Ed25519 over the 32
 * bytes of the SHA-256 of the UTF-8 text.
 *
 * @param at when it is exported, ISO 8601
 */
export async function* exportEntries(
  catalog: Pick<Catalog, 'db'>,
  key: InstanceKey,
  head: Head,
  request: { readonly filter: AuditFilter; readonly format: AuditFormat; readonly at: string },
): AsyncGenerator<AuditExportPiece> {
  const writer = createWriter(request.format, head, request.at, request.filter);
  const hash = createHash('sha256');
  const piece = (text: string, entries: number): AuditExportPiece => {
    hash.update(text, 'utf8');
    return { type: 'text', text, entries };
  };
  if (writer.begin !== '') yield piece(writer.begin, 0);
  let isFirst = true;
  for await (const rows of entriesBetween(catalog, 1, head.sequence, request.filter)) {
    let text = '';
    for (const row of rows) {
      text += writer.entry(toEntry(row), isFirst);
      isFirst = false;
    }
    yield piece(text, rows.length);
  }
  if (writer.end !== '') yield piece(writer.end, 0);
  const digest = hash.digest();
  yield {
    type: 'signed',
    sha256: digest.toString('hex'),
    signature: key.sign(digest).toString('base64'),
    keyFingerprint: key.fingerprint,
  };
}
