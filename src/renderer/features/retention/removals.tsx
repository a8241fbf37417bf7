import type { PinnedRest, Removal } from '../../../shared/contract/retention.ts';
import { formatBytes, formatCount, formatPlural, utcDate } from '../../ui/format.ts';
import { LongTable, type LongColumn } from '../../ui/long-table.tsx';
import { Notice } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { REASON_WORDS, SIGNAL_WORDS } from './rule-words.ts';

const COLUMNS: readonly LongColumn[] = [
  { title: 'Day (UTC)', width: '18%' },
  { title: 'Signal', width: '12%' },
  { title: 'What', width: '12%' },
  { title: 'Reason', width: '26%' },
  { title: 'Records', width: '14%', isNumber: true },
  { title: 'Bytes', width: '18%', isNumber: true },
];

/** What goes, day by day. */
export function RemovalsTable({ removals }: { removals: readonly Removal[] }) {
  return (
    <LongTable
      label="What would go"
      columns={COLUMNS}
      count={removals.length}
      rowKey={(index) => {
        const { day, signal, reason } = removals[index]!;
        return `${day} ${signal} ${reason}`;
      }}
      renderCells={(index) => <RemovalCells {...removals[index]!} />}
    />
  );
}

function RemovalCells({ day, signal, whole, reason, records, ...size }: Removal) {
  const bytes = formatBytes(size.bytes);
  return (
    <>
      <td className={table['quiet']}>{utcDate(day)}</td>
      <td>{SIGNAL_WORDS[signal].name}</td>
      <td>{whole ? 'all of it' : 'a part'}</td>
      <td>{REASON_WORDS[reason]}</td>
      <td className={table['num']}>{formatCount(records)}</td>
      <td className={table['num']}>{size.bytesEstimated ? `about ${bytes}` : bytes}</td>
    </>
  );
}

/** What stays although a rule names it: as it is pinned, or as it cannot be read. */
export function WhatStays(props: { pinned: readonly PinnedRest[]; failures: readonly string[] }) {
  const pinned = props.pinned.reduce((total, { records }) => total + records, 0);
  return (
    <>
      {pinned > 0 ? (
        <Notice>
          {formatPlural(pinned, 'record')} would go as well, but {pinned === 1 ? 'is' : 'are'} of
          pinned traces.
        </Notice>
      ) : null}
      {props.failures.map((failure) => (
        <Notice key={failure} tone="warn">
          {failure}
        </Notice>
      ))}
    </>
  );
}
