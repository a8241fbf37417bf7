import type { RedactionRow } from '../../../shared/contract/redaction.ts';
import { Badge } from '../../ui/badge.tsx';
import { dayHour, exactTime } from '../../ui/format.ts';
import { FindsTable, type FindColumn } from './finds-table.tsx';

const us = (iso: string): number => Date.parse(iso) * 1000;

const HOUR: readonly FindColumn<RedactionRow>[] = [
  {
    title: 'Hour',
    cell: ({ hour }) => (
      <time dateTime={hour} title={exactTime(us(hour))}>
        {dayHour(us(hour))}
      </time>
    ),
  },
];

const WHAT_HAPPENED: readonly FindColumn<RedactionRow>[] = [
  {
    title: 'What happened',
    cell: ({ mode }) =>
      mode === 'on' ? <Badge tone="accent">replaced</Badge> : <Badge>counted only</Badge>,
  },
];

/** Rows of the redaction audit, the newest first. */
export function RedactionsTable({ rows }: { rows: readonly RedactionRow[] }) {
  return (
    <FindsTable
      label="Redaction audit"
      rows={rows}
      keyOf={({ hour, mode }) => `${hour} ${mode}`}
      before={HOUR}
      after={WHAT_HAPPENED}
    />
  );
}
