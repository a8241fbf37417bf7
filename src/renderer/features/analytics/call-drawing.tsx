import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ArrowMarker } from '../../ui/arrow-marker.tsx';
import { formatCompact } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { layoutGraph, NODE_HEIGHT, NODE_WIDTH, pathThrough } from '../trace/graph/layout-graph.ts';
import { formatShare } from './metrics.ts';
import styles from './analytics.module.css';

/** A box of a drawing of calls. */
export interface DrawnNode {
  key: string;
  name: string;
  /** Before the name. */
  mark: ReactNode;
  /** Below the name. */
  facts: string;
  /** Part of its calls with an error, 0 to 1. */
  errorShare: number;
  /** Behind the errors. */
  more?: string | undefined;
  /** Address of its traces; undefined where no filter tells them. */
  href: string | undefined;
}

/** An arrow between two boxes, by their places. */
export interface DrawnCall {
  from: number;
  to: number;
  calls: number;
  errors: number;
  /** Address of the traces with these calls. */
  href: string;
}

/** Smallest part of its size that a drawing is shown at: below it names could not be read. */
const LEAST_ZOOM = 0.75;

/** The size, as a part of its own, at which a drawing fits the place it has. @param width pixels */
function useFit(width: number) {
  const place = useRef<HTMLElement>(null);
  const [room, setRoom] = useState(width);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { place, zoom: Math.max(LEAST_ZOOM, Math.min(1, room / width)) };
}

const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT };

/** @param at its middle; without one it stands in a row with others */
function Box({ node, at }: { node: DrawnNode; at?: { x: number; y: number } }) {
  const place =
    at === undefined
      ? SIZE
      : {
          ...SIZE,
          position: 'absolute' as const,
          left: at.x - NODE_WIDTH / 2,
          top: at.y - NODE_HEIGHT / 2,
        };
  const content = (
    <>
      <span className={styles.nodeName}>
        {node.mark}
        <b>{node.name}</b>
      </span>
      <span className={styles.nodeFacts}>{node.facts}</span>
      <span className={styles.nodeErrors}>
        {node.errorShare > 0 ? (
          <>
            <Icon name="error" size={12} /> {formatShare(node.errorShare)} errors
          </>
        ) : (
          'no errors'
        )}
        {node.more === undefined ? null : <span className={styles.nodeMore}>{node.more}</span>}
      </span>
    </>
  );
  const props = {
    className: styles.node,
    'data-error': node.errorShare > 0 ? '' : undefined,
    style: place,
  };
  return node.href === undefined ? (
    <div {...props}>{content}</div>
  ) : (
    <a {...props} href={node.href}>
      {content}
    </a>
  );
}

/** Who calls whom, from callers down to called, and below those without calls; a box leads to its traces. */
export function CallDrawing(props: {
  label: string;
  nodes: readonly DrawnNode[];
  calls: readonly DrawnCall[];
  /** Told below, as of what is not drawn. */
  note?: string | undefined;
}) {
  const ends = new Set(props.calls.flatMap(({ from, to }) => [from, to]));
  const linked = [...props.nodes.keys()].filter((i) => ends.has(i));
  const nodes = linked.map((i) => props.nodes[i]!);
  // Beside the others they would only make the drawing wider than the window.
  const alone = props.nodes.filter((_, i) => !ends.has(i));
  const numbers = new Map(linked.map((i, place) => [i, place]));
  const calls = props.calls.map((call) => ({
    ...call,
    from: numbers.get(call.from)!,
    to: numbers.get(call.to)!,
  }));
  const layout = layoutGraph({ nodes, edges: calls });
  const drawn = calls.map((call, i) => ({ ...call, ...layout.edges[i]! }));
  const { place, zoom } = useFit(layout.width);
  return (
    <section ref={place} className={styles.map} aria-label={props.label}>
      {nodes.length === 0 ? null : (
        <div
          className={styles.mapInner}
          style={{ width: layout.width, height: layout.height, zoom }}
        >
          <svg width={layout.width} height={layout.height} aria-hidden="true">
            <ArrowMarker id="call-arrow" />
            {drawn.map(({ from, to, errors, calls: count, points }) => (
              <path
                key={`${from} ${to}`}
                className={styles.edge}
                data-error={errors > 0 ? '' : undefined}
                strokeWidth={Math.min(1.2 + Math.log10(count), 4)}
                d={pathThrough(points)}
                markerEnd="url(#call-arrow)"
              />
            ))}
          </svg>
          {drawn.map(({ from, to, calls: count, label, href }) => (
            // For the pointer: the rows below lead there too, and say what calls what.
            <a
              key={`${from} ${to}`}
              className={styles.edgeCount}
              style={{ left: label.x, top: label.y }}
              href={href}
              aria-hidden="true"
              tabIndex={-1}
            >
              {from === to ? '↻ ' : ''}
              {formatCompact(count)}
            </a>
          ))}
          {nodes.map((node, i) => (
            <Box key={node.key} node={node} at={layout.nodes[i]!} />
          ))}
        </div>
      )}
      {alone.length === 0 ? null : (
        <div className={styles.alone} style={{ zoom }}>
          {alone.map((node) => (
            <Box key={node.key} node={node} />
          ))}
        </div>
      )}
      {props.note === undefined ? null : <p className="faint">{props.note}</p>}
    </section>
  );
}
