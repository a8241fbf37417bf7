import { useMemo, useRef, type KeyboardEvent } from 'react';
import { Button, IconButton } from '../../../ui/button.tsx';
import { formatCount, formatMoney, formatPlural } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icons.tsx';
import { VirtualRows, type VirtualRowsHandle } from '../../../ui/virtual-rows.tsx';
import { shownName } from '../../../ui/shown-name.ts';
import { durationText, hasStart, startText } from '../model/span-times.ts';
import type { TraceModel } from '../model/trace-model.ts';
import type { AgentGraph } from './agent-graph.ts';
import { nameOf } from './graph-node.tsx';
import { callsOf, numberOf, type GraphPick } from './pick.ts';
import styles from './graph.module.css';

const ROW = 26;

/** The calls of the picked node or edge as a list, and the nodes beside it. */
export function GraphCalls(props: {
  model: TraceModel;
  graph: AgentGraph;
  pick: GraphPick | undefined;
  onPick: (pick: GraphPick | undefined) => void;
  selected: number | undefined;
  onSelect: (span: number) => void;
  onTimeline: (span: number) => void;
}) {
  const { model, graph, pick, onPick, selected } = props;
  const { table } = model;
  const handle = useRef<VirtualRowsHandle>(null);
  const spans = useMemo(() => callsOf(graph, pick), [graph, pick]);
  const node = graph.nodes[numberOf(graph, pick?.to)];
  if (pick === undefined || node === undefined) return null;
  const caller = graph.nodes[numberOf(graph, pick.from)];
  const current = selected === undefined ? -1 : spans.indexOf(selected);
  const title =
    caller === undefined
      ? nameOf(model, node)
      : `${nameOf(model, caller)} → ${nameOf(model, node)}`;
  const go = (row: number): void => {
    const inside = Math.min(Math.max(row, 0), spans.length - 1);
    props.onSelect(spans[inside]!);
    handle.current?.scrollToIndex(inside);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = handle.current?.pageSize() ?? 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: current - 1,
      ArrowDown: current + 1,
      PageUp: current - page,
      PageDown: current + page,
      Home: 0,
      End: spans.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) go(to);
    else if (event.key === 'Enter' && current >= 0) props.onTimeline(spans[current]!);
    else return;
    event.preventDefault();
  };
  return (
    <section className={styles.calls} aria-label={`Calls of ${title}`}>
      <div className={styles.callsHead}>
        <h2>{title}</h2>
        <span className={styles.quiet}>{formatPlural(spans.length, 'call')}</span>
        <Neighbors {...props} pick={pick} />
        <Button
          look="ghost"
          disabled={current < 0}
          title="Show the selected call in the timeline (Enter)"
          onClick={() => props.onTimeline(spans[current]!)}
        >
          Show in timeline
        </Button>
        <IconButton icon="x" label="Close the list (Esc)" onClick={() => onPick(undefined)} />
      </div>
      <VirtualRows
        handle={handle}
        role="listbox"
        aria-label="Calls"
        tabIndex={0}
        className={styles.callList}
        aria-activedescendant={current < 0 ? undefined : `call-${spans[current]!}`}
        onKeyDown={onKeyDown}
        count={spans.length}
        rowHeight={ROW}
        rowKey={(row) => spans[row]!}
        renderRow={(row) => {
          const span = spans[row]!;
          const tokens = table.inputTokens[span]! + table.outputTokens[span]!;
          const cost = table.costUsd[span]!;
          return (
            // The keyboard works on the list, which names its active option.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              id={`call-${span}`}
              role="option"
              aria-selected={span === selected}
              className={styles.call}
              onClick={() => props.onSelect(span)}
              onDoubleClick={() => props.onTimeline(span)}
            >
              <span className={styles.callName}>{shownName(table.names[table.name[span]!]!)}</span>
              {table.status[span] === 2 ? (
                <Icon name="error" size={13} label="error" className={styles.failed ?? ''} />
              ) : null}
              <span className={styles.number}>
                {tokens > 0 ? `${formatCount(tokens)} tokens` : ''}
              </span>
              <span className={styles.number}>{Number.isNaN(cost) ? '' : formatMoney(cost)}</span>
              <span className={styles.number} title="After the start of the trace">
                {hasStart(table, span) ? `at ${startText(table, span)}` : 'no start time'}
              </span>
              <span className={styles.number}>{durationText(table, span)}</span>
            </div>
          );
        }}
      />
    </section>
  );
}

/** Who called the picked node and whom it calls, as buttons: the way to an edge with the keyboard. */
function Neighbors(props: {
  model: TraceModel;
  graph: AgentGraph;
  pick: GraphPick;
  onPick: (pick: GraphPick | undefined) => void;
}) {
  const { model, graph, pick, onPick } = props;
  if (pick.from !== undefined) {
    return (
      <span className={styles.neighbors}>
        <Button look="ghost" onClick={() => onPick({ to: pick.to })}>
          All calls
        </Button>
      </span>
    );
  }
  const here = numberOf(graph, pick.to);
  const near = graph.edges.filter(({ from, to }) => from === here || to === here).slice(0, 12);
  return (
    <span className={styles.neighbors}>
      {near.map(({ from, to, calls }) => {
        const [a, b] = [graph.nodes[from]!, graph.nodes[to]!];
        const other = nameOf(model, from === here ? b : a);
        return (
          <Button
            key={`${a.key}>${b.key}`}
            look="ghost"
            title={from === here ? `Calls of ${other}` : `Calls made by ${other}`}
            onClick={() => onPick({ from: a.key, to: b.key })}
          >
            {from === here ? '→' : '←'} {other} <b>{formatCount(calls)}</b>
          </Button>
        );
      })}
    </span>
  );
}
