import { useCommands } from '../../app/commands.ts';
import { useMarkFocus } from './mark-focus.ts';
import { stepMark, type PlacedMark } from './model/marks.ts';
import { spanIdOf } from './model/span-index.ts';
import type { TraceState } from './model/trace-state.ts';

const STEPS = [
  { id: 'next-mark', label: 'Next event or log record', keys: 'm', by: 1 },
  { id: 'previous-mark', label: 'Previous event or log record', keys: 'Shift+M', by: -1 },
] as const;

/** Keys that go through the events and log records of a trace in order of time. */
export function useMarkSteps(
  { model, selected }: TraceState,
  marks: ReadonlyMap<string, readonly PlacedMark[]>,
  onMark: (mark: PlacedMark) => void,
): void {
  const step = (by: 1 | -1): void => {
    if (selected === undefined) return;
    const spanId = spanIdOf(model.table, selected);
    const { focus } = useMarkFocus.getState();
    const timeUnixNano = focus?.spanId === spanId ? focus.timeUnixNano : undefined;
    const startNs = model.table.startNs[selected]!;
    const mark = stepMark(marks, { spanId, startNs, timeUnixNano }, by);
    if (mark) onMark(mark);
  };
  useCommands(
    STEPS.map(({ id, label, keys, by }) => ({
      id: `trace.${id}`,
      label,
      group: 'Trace',
      keys,
      when: () => marks.size > 0,
      run: () => step(by),
    })),
  );
}
