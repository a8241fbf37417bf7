import type { RedactionRow } from '../../../shared/contract/redaction.ts';
import { Badge } from '../../ui/badge.tsx';
import { dayTime, exactTime, formatCount } from '../../ui/format.ts';
import { ScrolledTable } from '../../ui/scrolled-table.tsx';
import table from '../../ui/table.module.css';
import { typeName } from './type-words.ts';
import styles from './privacy.module.css';

const us = (iso: string): number => Date.parse(iso) * 1000;

/** Rows of the redaction audit, the newest first. */
export function RedactionsTable({ rows }: { rows: readonly RedactionRow[] }) {
  return (
    <ScrolledTable label="Redaction audit">
      <thead>
        <tr>
          <th scope="col">Hour</th>
          <th scope="col">Type</th>
          <th scope="col">Attribute</th>
          <th scope="col">Service</th>
          <th scope="col">Environment</th>
          <th scope="col">Rule</th>
          <th scope="col">What happened</th>
          <th scope="col" className={table['right']}>
            Count
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={`${row.hour} ${row.mode} ${row.type} ${row.rule} ${row.key} ${row.service} ${row.environment}`}
          >
            <td className={table['quiet']}>
              <time dateTime={row.hour} title={exactTime(us(row.hour))}>
                {dayTime(us(row.hour))}
              </time>
            </td>
            <td>{typeName(row.type)}</td>
            <td className={styles.finds}>
              <code title={row.key}>{row.key}</code>
            </td>
            <td>{row.service || '–'}</td>
            <td className={table['quiet']}>{row.environment || '–'}</td>
            <td className={table['quiet']}>
              <code>{row.rule}</code>
            </td>
            <td>
              {row.mode === 'on' ? (
                <Badge tone="accent">replaced</Badge>
              ) : (
                <Badge>counted only</Badge>
              )}
            </td>
            <td className={table['num']}>{formatCount(row.count)}</td>
          </tr>
        ))}
      </tbody>
    </ScrolledTable>
  );
}
