import { useCommands, type Command } from '../../app/commands.ts';
import type { TraceSummary } from '../../../shared/contract/traces.ts';
import type { VirtualRowsHandle } from '../../ui/virtual-rows.tsx';
import { copyAndTell } from '../../ui/copy.ts';

interface Keys {
  rows: readonly TraceSummary[];
  selected: string | null;
  select: (traceId: string | null) => void;
  open: (traceId: string) => void;
  refresh: () => void;
  rowsHandle: () => VirtualRowsHandle | null;
}

/** Moves through the list and acts on the selected trace with the keyboard. */
export function useTraceKeys(keys: Keys): void {
  const { rows, selected, select } = keys;
  const at = rows.findIndex((trace) => trace.traceId === selected);
  const goTo = (index: number): void => {
    const next = Math.min(rows.length - 1, Math.max(0, index));
    const trace = rows[next];
    if (!trace) return;
    select(trace.traceId);
    const handle = keys.rowsHandle();
    handle?.scrollToIndex(next);
    // Enter then means the row, not a button that was pressed before.
    handle?.element?.focus({ preventScroll: true });
  };
  const page = (): number => keys.rowsHandle()?.pageSize() ?? 10;
  const some = (): boolean => rows.length > 0;
  const move = (id: string, label: string, pressed: string, to: () => number): Command => ({
    id: `traces.${id}`,
    label,
    group: 'Traces',
    keys: pressed,
    keyboardOnly: true,
    when: some,
    run: () => goTo(to()),
  });
  useCommands([
    move('next', 'Next trace', 'j', () => at + 1),
    move('previous', 'Previous trace', 'k', () => (at < 0 ? 0 : at - 1)),
    move('down', 'Next trace', 'ArrowDown', () => at + 1),
    move('up', 'Previous trace', 'ArrowUp', () => (at < 0 ? 0 : at - 1)),
    move('page-down', 'A page down', 'PageDown', () => at + page()),
    move('page-up', 'A page up', 'PageUp', () => at - page()),
    move('first', 'First trace', 'Home', () => 0),
    move('last', 'Last loaded trace', 'End', () => rows.length - 1),
    {
      id: 'traces.open',
      label: 'Open the selected trace',
      group: 'Traces',
      keys: 'Enter',
      keyboardOnly: true,
      when: () => selected !== null,
      run: () => {
        if (selected) keys.open(selected);
      },
    },
    {
      id: 'traces.copy-id',
      label: 'Copy the id of the selected trace',
      group: 'Traces',
      keys: 'c',
      when: () => selected !== null,
      run: () => copyAndTell(selected ?? '', 'Trace id copied'),
    },
    {
      id: 'traces.deselect',
      label: 'Select nothing, follow new traces',
      group: 'Traces',
      keys: 'Escape',
      keyboardOnly: true,
      when: () => selected !== null,
      run: () => select(null),
    },
    {
      id: 'traces.refresh',
      label: 'Refresh',
      group: 'Traces',
      keys: 'r',
      run: keys.refresh,
    },
  ]);
}
