import { setImmediate } from 'node:timers/promises';
import type { RedactionRow } from '../../../shared/contract/redaction.ts';
import { csvRow } from '../../../shared/csv.ts';

const COLUMNS = ['hour', 'type', 'rule', 'key', 'service', 'environment', 'mode', 'count'] as const;
/** Rows written at once; then others have their turn. */
const STEP = 2_000;

/** Rows of the redaction audit as a file: a JSON array, or CSV with a heading. */
export async function auditFile(
  rows: readonly RedactionRow[],
  format: 'csv' | 'json',
): Promise<File> {
  const parts: string[] = [format === 'json' ? '[' : csvRow(COLUMNS)];
  for (let from = 0; from < rows.length; from += STEP) {
    const step = rows.slice(from, from + STEP);
    if (format === 'json') {
      parts.push(`${from === 0 ? '' : ','}${JSON.stringify(step).slice(1, -1)}`);
    } else {
      parts.push(step.map((row) => csvRow(COLUMNS.map((column) => row[column]))).join(''));
    }
    await setImmediate();
  }
  if (format === 'json')
    return new File([...parts, ']'], 'redactions.json', { type: 'application/json' });
  return new File(parts, 'redactions.csv', { type: 'text/csv' });
}
