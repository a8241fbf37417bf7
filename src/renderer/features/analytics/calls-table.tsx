import type { ReactNode } from 'react';
import { formatCount } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import table from '../../ui/table.module.css';
import { ErrorCells } from './error-cells.tsx';

/** Calls from one node to another. */
export interface CallLine {
  readonly key: string;
  /** Caller and called. */
  readonly name: ReactNode;
  readonly calls: number;
  readonly errors: number;
  /** A value for each of the table's further columns. */
  readonly values: readonly string[];
  /** Leads to the traces with these calls, and to those in which they failed. */
  readonly href: string;
  readonly failedHref: string;
}

/** Who calls whom, how often and with how many errors. */
export function CallsTable(props: {
  title: string;
  label: string;
  /** Headings of the columns after those of the errors. */
  columns: readonly string[];
  lines: readonly CallLine[];
}) {
  return (
    <Section title={props.title}>
      <div className={table['wrap']} role="region" aria-label={props.label} tabIndex={0}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">Caller → called</th>
              {['Calls', 'Errors', 'Error rate', ...props.columns].map((label) => (
                <th key={label} scope="col" className={table['right']}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.lines.map((line) => (
              <tr key={line.key}>
                <td>
                  <a className={table['name']} href={line.href}>
                    {line.name}
                  </a>
                </td>
                <td className={table['num']}>{formatCount(line.calls)}</td>
                <ErrorCells errors={line.errors} calls={line.calls} href={line.failedHref} />
                {line.values.map((value, index) => (
                  <td key={props.columns[index]} className={table['num']}>
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
