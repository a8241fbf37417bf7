import { useMemo, useState } from 'react';
import { useCommands, type Command } from '../../app/commands.ts';
import { SplitPane } from '../../ui/split-pane.tsx';
import type { TraceModel } from '../trace/model/trace-model.ts';
import { alignSpans } from './model/align-spans.ts';
import { countChanges, nextChange, pairChanges, shownRows } from './model/pair-changes.ts';
import { CompareTotals } from './compare-totals.tsx';
import { CompareToolbar } from './compare-toolbar.tsx';
import { PairPanel } from './pair-panel.tsx';
import { PairTable } from './pair-table.tsx';
import styles from './compare.module.css';

/** Two traces that have been read: totals, the spans of both in one tree, and the two spans of the selected row. */
export function ComparisonView(props: { projectId: string; left: TraceModel; right: TraceModel }) {
  const { left, right } = props;
  const rows = useMemo(() => alignSpans(left, right), [left, right]);
  const changes = useMemo(() => pairChanges(left, right, rows), [left, right, rows]);
  const counts = useMemo(() => countChanges(changes), [changes]);
  const [onlyChanges, setOnlyChanges] = useState(false);
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(new Set());
  const [chosen, setChosen] = useState(0);
  const shown = useMemo(
    () => shownRows(rows, changes, collapsed, onlyChanges),
    [rows, changes, collapsed, onlyChanges],
  );
  // A row that is folded away or filtered out gives its place to the one before it.
  const selected = lastUpTo(shown, chosen);
  const step = (by: 1 | -1): void => {
    const next = nextChange(shown, changes, selected, by);
    if (next !== undefined) setChosen(next);
  };
  const toggle = (row: number): void => {
    const next = new Set(collapsed);
    if (!next.delete(row)) next.add(row);
    setCollapsed(next);
  };
  const commands: readonly Command[] = [
    {
      id: 'compare.next',
      label: 'Next difference',
      group: 'Compare',
      keys: 'n',
      run: () => step(1),
    },
    {
      id: 'compare.previous',
      label: 'Previous difference',
      group: 'Compare',
      keys: 'p',
      run: () => step(-1),
    },
  ];
  useCommands(commands);
  return (
    <>
      <CompareTotals projectId={props.projectId} left={left} right={right} />
      <SplitPane
        storageKey="compare.panel"
        fixed="end"
        initial={(room) => Math.min(Math.max(room * 0.38, 400), 640)}
        min={320}
        label="Width of the differences of a span"
        start={
          <div className={styles.main}>
            <CompareToolbar
              counts={counts}
              onlyChanges={onlyChanges}
              onOnlyChanges={setOnlyChanges}
              onStep={step}
            />
            <PairTable
              left={left}
              right={right}
              rows={rows}
              changes={changes}
              shown={shown}
              selected={selected}
              collapsed={collapsed}
              onSelect={setChosen}
              onToggle={toggle}
            />
          </div>
        }
        end={
          selected === undefined ? null : (
            <PairPanel
              projectId={props.projectId}
              left={left}
              right={right}
              a={rows.a[selected]!}
              b={rows.b[selected]!}
            />
          )
        }
      />
    </>
  );
}

/** The last of ascending numbers that is not above `most`; the first one where all are, undefined of none. */
function lastUpTo(numbers: Int32Array, most: number): number | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! <= most) low = middle + 1;
    else high = middle;
  }
  return numbers[Math.max(low - 1, 0)];
}
