import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { ArrowMarker } from '../../../ui/arrow-marker.tsx';
import { formatCompact, formatPlural } from '../../../ui/format.ts';
import type { TraceModel } from '../model/trace-model.ts';
import type { AgentGraph } from './agent-graph.ts';
import { GraphNodeBox, nameOf } from './graph-node.tsx';
import { nodeTowards } from './graph-keys.ts';
import {
  NODE_HEIGHT,
  NODE_WIDTH,
  pathThrough,
  type GraphLayout,
  type Size,
} from './layout-graph.ts';
import { numberOf, type GraphPick } from './pick.ts';
import styles from './graph.module.css';

/** Height of what is above the canvas, pixels. */
const TOOLBAR = 38;

/** The drawing: edges below, nodes as buttons above, moved between with the arrow keys. */
export function GraphCanvas(props: {
  model: TraceModel;
  graph: AgentGraph;
  layout: GraphLayout;
  scale: number;
  /** Told the room that the drawing has, whenever it changes. */
  onRoom: (room: Size) => void;
  pick: GraphPick | undefined;
  onPick: (pick: GraphPick | undefined) => void;
}) {
  const { model, graph, layout, scale, onRoom, pick, onPick } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const picked = numberOf(graph, pick?.to);
  const caller = numberOf(graph, pick?.from);
  // One node is in the order of Tab; it may be gone when fewer are shown.
  const reachable = focused < graph.nodes.length ? focused : 0;

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    // The room there is while no list is open below: opening one must not change the scale.
    const room = element.parentElement!;
    const observer = new ResizeObserver(() =>
      onRoom({ width: room.clientWidth, height: room.clientHeight - TOOLBAR }),
    );
    observer.observe(room);
    return () => observer.disconnect();
  }, [onRoom]);

  useEffect(() => {
    const box = scroller.current?.querySelector(`[data-node="${picked}"]`);
    box?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [picked]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      onPick(undefined);
      return;
    }
    const next = nodeTowards(layout.nodes, reachable, event.key, layout.flow);
    if (next === undefined) return;
    event.preventDefault();
    setFocused(next);
    scroller.current?.querySelector<HTMLElement>(`[data-node="${next}"]`)?.focus();
  };
  return (
    <div ref={scroller} className={styles.canvas}>
      <div
        className={styles.drawing}
        style={{ width: layout.width * scale, height: layout.height * scale }}
      >
        {/* Keys go from the nodes up to the group, which moves the focus between them. */}
        {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
        <div
          role="group"
          aria-label={`Graph of ${model.summary.name}`}
          className={styles.scaled}
          style={{ width: layout.width, height: layout.height, transform: `scale(${scale})` }}
          onKeyDown={onKeyDown}
        >
          <svg
            className={styles.edges}
            width={layout.width}
            height={layout.height}
            aria-hidden="true"
          >
            <ArrowMarker id="graph-arrow" />
            {graph.edges.map(({ from, to, calls, errors }, i) => (
              <path
                key={`${graph.nodes[from]!.key}>${graph.nodes[to]!.key}`}
                d={
                  from === to
                    ? selfLoop(layout, from)
                    : pathThrough(layout.edges[i]!.points, layout.flow)
                }
                data-error={errors > 0 || undefined}
                data-look={lookOf({ from, to }, picked, caller)}
                strokeWidth={Math.min(1.2 + Math.log10(calls), 4)}
                markerEnd="url(#graph-arrow)"
              />
            ))}
          </svg>
          {graph.edges.map(({ from, to, calls, errors }, i) => {
            const { x, y } = layout.edges[i]!.label;
            const [a, b] = [graph.nodes[from]!, graph.nodes[to]!];
            return (
              <button
                key={`${a.key}>${b.key}`}
                type="button"
                // The keyboard gets to the calls between two nodes from the list below.
                tabIndex={-1}
                className={styles.edgeLabel}
                data-error={errors > 0 || undefined}
                data-look={lookOf({ from, to }, picked, caller)}
                style={{ left: x, top: y }}
                aria-label={`${formatPlural(calls, 'call')} from ${nameOf(model, a)} to ${nameOf(model, b)}`}
                onClick={() => onPick({ from: a.key, to: b.key })}
              >
                {formatCompact(calls)}
              </button>
            );
          })}
          {graph.nodes.map((node, i) => (
            <GraphNodeBox
              key={node.key}
              number={i}
              model={model}
              node={node}
              at={layout.nodes[i]!}
              picked={i === picked && caller === -1}
              dimmed={pick !== undefined && picked !== -1 && !isNear(graph, i, picked, caller)}
              tabIndex={i === reachable ? 0 : -1}
              onFocus={() => setFocused(i)}
              onPick={() => onPick(i === picked && caller === -1 ? undefined : { to: node.key })}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function lookOf(
  edge: { readonly from: number; readonly to: number },
  picked: number,
  caller: number,
): 'picked' | 'dimmed' | undefined {
  if (picked === -1) return undefined;
  if (caller !== -1) return edge.from === caller && edge.to === picked ? 'picked' : 'dimmed';
  return edge.from === picked || edge.to === picked ? 'picked' : 'dimmed';
}

function isNear(graph: AgentGraph, node: number, picked: number, caller: number): boolean {
  if (caller !== -1) return node === picked || node === caller;
  return (
    node === picked ||
    graph.edges.some(
      ({ from, to }) => (from === picked && to === node) || (to === picked && from === node),
    )
  );
}

/** A loop at the upper right corner of a node. */
function selfLoop(layout: GraphLayout, node: number): string {
  const { x, y } = layout.nodes[node]!;
  const [right, top] = [x + NODE_WIDTH / 2, y - NODE_HEIGHT / 2];
  return `M${right - 24} ${top}C${right - 20} ${top - 22} ${right + 20} ${top - 6} ${right} ${top + 22}`;
}
