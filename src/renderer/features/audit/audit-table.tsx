import { clsx } from 'clsx';
import type { Ref } from 'react';
import type { AuditEntry } from '../../../shared/contract/audit.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { VirtualRows, type VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import { ActorName } from './actor-name.tsx';
import styles from './audit.module.css';

const HEADINGS = ['Time', 'Who', 'What', 'On', 'From', 'Entry'] as const;
const HEADER = 28;

const auditRowId = (sequence: number): string => `audit-${sequence}`;

/** What something was done to, as people call it. */
export function resourceLabel({ resource }: AuditEntry): string {
  return resource.name || resource.id || resource.type;
}

const fromLabel = ({ from }: AuditEntry): string =>
  from.address === null ? from.via : `${from.via} · ${from.address}`;

function Cells({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <div role="gridcell" className={styles.cell}>
        <RelativeTime iso={entry.at} />
      </div>
      <div role="gridcell" className={clsx(styles.cell, styles.strong)}>
        <ActorName actor={entry.actor} />
      </div>
      <div role="gridcell" className={styles.cell}>
        <code className={styles.action} title={entry.action}>
          {entry.action}
        </code>
      </div>
      <div role="gridcell" className={styles.cell}>
        <span className={styles.cut} title={resourceLabel(entry)}>
          {resourceLabel(entry)}
          {entry.reason === null ? null : (
            <span className={styles.quiet} title={`Reason: ${entry.reason}`}>
              {' '}
              · {entry.reason}
            </span>
          )}
        </span>
      </div>
      <div role="gridcell" className={styles.cell}>
        <span className={styles.cut} title={fromLabel(entry)}>
          {fromLabel(entry)}
        </span>
      </div>
      <div role="gridcell" className={clsx(styles.cell, styles.right)}>
        {entry.sequence}
      </div>
    </>
  );
}

/** The entries as a grid of rows; only those on screen exist. */
export function AuditTable(props: {
  entries: readonly AuditEntry[];
  /** Whether older ones can be loaded: then nobody knows how many rows there are. */
  hasMore: boolean;
  selected: number | null;
  onSelect: (sequence: number) => void;
  onNearEnd: () => void;
  handle: Ref<VirtualRowsHandle>;
  busy: boolean;
}) {
  const { entries, selected } = props;
  const isShown = entries.some((entry) => entry.sequence === selected);
  return (
    <VirtualRows
      handle={props.handle}
      className={styles.table}
      role="grid"
      aria-label="Audit log"
      aria-rowcount={props.hasMore ? -1 : entries.length + 1}
      aria-colcount={HEADINGS.length}
      aria-busy={props.busy}
      aria-activedescendant={isShown && selected !== null ? auditRowId(selected) : undefined}
      tabIndex={0}
      count={entries.length}
      rowHeight={30}
      rowKey={(index) => entries[index]?.sequence ?? index}
      onRange={(_first, last) => {
        if (last >= entries.length - 30) props.onNearEnd();
      }}
      headerHeight={HEADER}
      header={
        <div role="row" aria-rowindex={1} className={clsx(styles.grid, styles.head)}>
          {HEADINGS.map((heading) => (
            <div
              key={heading}
              role="columnheader"
              className={clsx(styles.headCell, heading === 'Entry' && styles.right)}
            >
              {heading}
            </div>
          ))}
        </div>
      }
      renderRow={(index) => {
        const entry = entries[index];
        if (!entry) return null;
        const isSelected = entry.sequence === selected;
        return (
          // The keyboard works through the grid's active descendant, see the screen's commands.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            role="row"
            id={auditRowId(entry.sequence)}
            aria-rowindex={index + 2}
            aria-selected={isSelected}
            className={clsx(styles.grid, styles.row, isSelected && styles.selected)}
            onClick={() => props.onSelect(entry.sequence)}
          >
            <Cells entry={entry} />
          </div>
        );
      }}
    />
  );
}
