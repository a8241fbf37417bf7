import { useMemo, useState } from 'react';
import { formatCount, formatPlural } from '../../../ui/format.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { useZoom } from '../../../ui/zoom.tsx';
import type { TraceModel } from '../model/trace-model.ts';
import { buildAgentGraph, type AgentGraph } from './agent-graph.ts';
import { GraphCanvas } from './graph-canvas.tsx';
import { GraphCalls } from './graph-calls.tsx';
import { layoutFor, scaleOf, type Size } from './layout-graph.ts';
import { hasSteps } from './node-kinds.ts';
import { callsOf, type GraphPick } from './pick.ts';
import styles from './graph.module.css';

/** Smallest scale at which names can still be read: none smaller is shown unasked. */
const SMALLEST = 0.5;

/** Before it is measured. */
const UNKNOWN: Size = { width: Infinity, height: Infinity };

/** Who called whom in a trace: agents, models, tools and services as nodes, their calls as edges. */
export function GraphView(props: {
  model: TraceModel;
  selected: number | undefined;
  onSelect: (span: number) => void;
  /** Shows a span in the waterfall. */
  onTimeline: (span: number) => void;
}) {
  const { model } = props;
  const [withSteps, setWithSteps] = useState(false);
  const [pick, setPick] = useState<GraphPick | undefined>(undefined);
  const graph = useMemo(
    () => buildAgentGraph(model.table, model.tree, withSteps),
    [model, withSteps],
  );
  const [room, setRoom] = useState<Size>(UNKNOWN);
  const layout = useMemo(() => layoutFor(graph, room), [graph, room]);
  const { scale, buttons } = useZoom(scaleOf(layout, room), SMALLEST);
  /** What is picked is also looked at: its first call, or the first with an error. */
  const choose = (next: GraphPick | undefined): void => {
    setPick(next);
    const calls = callsOf(graph, next);
    if (calls.length === 0 || (props.selected !== undefined && calls.includes(props.selected))) {
      return;
    }
    props.onSelect(calls.find((span) => model.table.status[span] === 2) ?? calls[0]!);
  };
  return (
    <div className={styles.view}>
      <div className={styles.toolbar} role="toolbar" aria-label="Graph">
        <span className={styles.caption} role="status">
          {captionOf(graph)}
        </span>
        <span className={styles.end}>
          {hasSteps(model.table) ? (
            <Checkbox checked={withSteps} onChange={setWithSteps}>
              Chains and tasks
            </Checkbox>
          ) : null}
          {buttons}
        </span>
      </div>
      <GraphCanvas
        model={model}
        graph={graph}
        layout={layout}
        scale={scale}
        onRoom={setRoom}
        pick={pick}
        onPick={choose}
      />
      <GraphCalls
        model={model}
        graph={graph}
        pick={pick}
        onPick={choose}
        selected={props.selected}
        onSelect={props.onSelect}
        onTimeline={props.onTimeline}
      />
    </div>
  );
}

function captionOf(graph: AgentGraph): string {
  const merged = graph.nodes.filter((node) => node.merged > 1);
  const calls = graph.nodes.reduce((sum, node) => sum + node.calls, 0);
  return [
    formatPlural(graph.nodes.length, 'node'),
    formatPlural(calls, 'call'),
    merged.length > 0
      ? `${formatCount(merged.reduce((sum, node) => sum + node.merged, 0))} of less time in common nodes`
      : '',
    graph.hiddenEdges > 0
      ? `${formatPlural(graph.hiddenEdges, 'edge')} with fewest calls left out`
      : '',
  ]
    .filter(Boolean)
    .join(' · ');
}
