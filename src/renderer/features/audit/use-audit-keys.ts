import type { RefObject } from 'react';
import type { AuditEntry } from '../../../shared/contract/audit.ts';
import { useCommands, type Command } from '../../app/commands.ts';
import { copyAndTell } from '../../ui/copy.ts';
import type { VirtualRowsHandle } from '../../ui/virtual-rows.tsx';

interface Keys {
  entries: readonly AuditEntry[];
  /** Sequence of the entry that is open. */
  selected: number | null;
  select: (sequence: number | null) => void;
  refresh: () => void;
  verify: () => void;
  rows: RefObject<VirtualRowsHandle | null>;
  search: RefObject<HTMLInputElement | null>;
}

/** Moves through the entries and acts on the open one with the keyboard. */
export function useAuditKeys(keys: Keys): void {
  const { entries, selected, select } = keys;
  const at = entries.findIndex((entry) => entry.sequence === selected);
  const goTo = (index: number): void => {
    const next = Math.min(entries.length - 1, Math.max(0, index));
    const entry = entries[next];
    if (!entry) return;
    select(entry.sequence);
    keys.rows.current?.scrollToIndex(next);
    keys.rows.current?.element?.focus({ preventScroll: true });
  };
  const page = (): number => keys.rows.current?.pageSize() ?? 10;
  const move = (id: string, label: string, pressed: string, to: () => number): Command => ({
    id: `audit.${id}`,
    label,
    group: 'Audit',
    keys: pressed,
    keyboardOnly: true,
    when: () => entries.length > 0,
    run: () => goTo(to()),
  });
  useCommands([
    move('next', 'Next entry', 'j', () => at + 1),
    move('previous', 'Previous entry', 'k', () => (at < 0 ? 0 : at - 1)),
    move('down', 'Next entry', 'ArrowDown', () => at + 1),
    move('up', 'Previous entry', 'ArrowUp', () => (at < 0 ? 0 : at - 1)),
    move('page-down', 'A page down', 'PageDown', () => at + page()),
    move('page-up', 'A page up', 'PageUp', () => at - page()),
    move('first', 'Newest entry', 'Home', () => 0),
    move('last', 'Last loaded entry', 'End', () => entries.length - 1),
    {
      id: 'audit.close',
      label: 'Close the entry',
      group: 'Audit',
      keys: 'Escape',
      keyboardOnly: true,
      when: () => selected !== null,
      run: () => select(null),
    },
    {
      id: 'audit.copy',
      label: 'Copy the entry as JSON',
      group: 'Audit',
      keys: 'c',
      when: () => at >= 0,
      run: () => copyAndTell(JSON.stringify(entries[at], null, 2), 'Entry copied'),
    },
    {
      id: 'audit.search',
      label: 'Search the audit log',
      group: 'Audit',
      keys: '/',
      run: () => keys.search.current?.focus(),
    },
    { id: 'audit.verify', label: 'Verify the audit log', group: 'Audit', run: keys.verify },
    { id: 'audit.refresh', label: 'Refresh', group: 'Audit', keys: 'r', run: keys.refresh },
  ]);
}
