import type { PinnedRest, Removal } from '../../../shared/contract/retention.ts';
import { formatBytes, formatCount, formatPlural, utcDate } from '../../ui/format.ts';
import { ScrolledTable } from '../../ui/scrolled-table.tsx';
import { Notice } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { REASON_WORDS, SIGNAL_WORDS } from './rule-words.ts';

/** A sum over what goes. */
export function sumOf(removals: readonly Removal[], of: 'records' | 'bytes'): number {
  return removals.reduce((total, removal) => total + removal[of], 0);
}

/** What goes in all, in words: `3 records, about 12 kB`. */
export function removalsText(removals: readonly Removal[]): string {
  const isEstimated = removals.some(({ bytesEstimated }) => bytesEstimated);
  const bytes = formatBytes(sumOf(removals, 'bytes'));
  const records = formatPlural(sumOf(removals, 'records'), 'record');
  return `${records}, ${isEstimated ? 'about ' : ''}${bytes}`;
}

/** What goes, day by day. */
export function RemovalsTable({ removals }: { removals: readonly Removal[] }) {
  return (
    <ScrolledTable label="What would go">
      <thead>
        <tr>
          <th>Day (UTC)</th>
          <th>Signal</th>
          <th>What</th>
          <th>Reason</th>
          <th className={table['right']}>Records</th>
          <th className={table['right']}>Bytes</th>
        </tr>
      </thead>
      <tbody>
        {removals.map(({ day, signal, whole, reason, records, bytes, bytesEstimated }) => (
          <tr key={`${day} ${signal} ${reason}`}>
            <td className={table['quiet']}>{utcDate(day)}</td>
            <td>{SIGNAL_WORDS[signal].name}</td>
            <td>{whole ? 'all of it' : 'a part'}</td>
            <td>{REASON_WORDS[reason]}</td>
            <td className={table['num']}>{formatCount(records)}</td>
            <td className={table['num']}>
              {bytesEstimated ? `about ${formatBytes(bytes)}` : formatBytes(bytes)}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrolledTable>
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
