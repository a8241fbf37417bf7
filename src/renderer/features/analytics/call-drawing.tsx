import type { ReactNode } from 'react';
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
}

function Box({ node, at }: { node: DrawnNode; at: { x: number; y: number } }) {
  const place = {
    width: NODE_WIDTH,
    height: NODE_HEIGHT,
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

/** Who calls whom, from callers down to called; a box leads to its traces. */
export function CallDrawing(props: {
  label: string;
  nodes: readonly DrawnNode[];
  calls: readonly DrawnCall[];
  /** Told below, as of what is not drawn. */
  note?: string | undefined;
}) {
  const { nodes, calls } = props;
  const layout = layoutGraph({ nodes, edges: calls });
  const drawn = calls.map((call, i) => ({ ...call, ...layout.edges[i]! }));
  return (
    <section className={styles.map} aria-label={props.label}>
      <div className={styles.mapInner} style={{ width: layout.width, height: layout.height }}>
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
        {drawn.map(({ from, to, calls: count, label }) => (
          <span
            key={`${from} ${to}`}
            className={styles.edgeCount}
            style={{ left: label.x, top: label.y }}
            aria-hidden="true"
          >
            {from === to ? '↻ ' : ''}
            {formatCompact(count)}
          </span>
        ))}
        {nodes.map((node, i) => (
          <Box key={node.key} node={node} at={layout.nodes[i]!} />
        ))}
      </div>
      {props.note === undefined ? null : <p className="faint">{props.note}</p>}
    </section>
  );
}
