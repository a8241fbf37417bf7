import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type UIEvent } from 'react';
import { ArrowMarker } from '../../ui/arrow-marker.tsx';
import { formatCompact } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { useZoom } from '../../ui/zoom.tsx';
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

/**
 * The scale at which a drawing fits the place it has, until another one is chosen. Where it is wider it begins around its
 * first box, not at its empty corner; what is in the middle stays there at another scale.
 *
 * @param width pixels
 * @param firstX where the first box stands, pixels
 */
function useFit(width: number, firstX: number) {
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(width);
  const whole = Math.min(1, room / width);
  const { scale, buttons } = useZoom(whole, LEAST_ZOOM);
  // What comes later moves nothing that is being looked at.
  const middle = useRef({ x: firstX, scale: 1 });
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = place.current;
    if (element) element.scrollLeft = middle.current.x * scale - element.clientWidth / 2;
    middle.current.scale = scale;
  }, [scale]);
  const onScroll = ({ currentTarget: at }: UIEvent<HTMLElement>): void => {
    middle.current.x = (at.scrollLeft + at.clientWidth / 2) / middle.current.scale;
  };
  return { place, scale, onScroll, buttons: whole < 1 ? buttons : null };
}

/** From this part of its calls on that failed an arrow warns; where almost none did, it tells so quietly. */
const MANY_ERRORS = 0.05;

const errorLevel = (share: number): 'some' | 'many' | undefined =>
  share === 0 ? undefined : share < MANY_ERRORS ? 'some' : 'many';

const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT };

/** @param at its middle; without one it stands in a row with others */
function Box(props: {
  node: DrawnNode;
  at?: { x: number; y: number };
  /** Pointer or focus came to it, or went. */
  onNear?: (isNear: boolean) => void;
}) {
  const { node, at, onNear } = props;
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
  const shared = {
    className: styles.node,
    'data-error': node.errorShare > 0 ? '' : undefined,
    style: place,
    onPointerEnter: () => onNear?.(true),
    onPointerLeave: () => onNear?.(false),
  };
  return node.href === undefined ? (
    <div {...shared}>{content}</div>
  ) : (
    <a {...shared} href={node.href} onFocus={() => onNear?.(true)} onBlur={() => onNear?.(false)}>
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
  const first = layout.nodes.reduce((a, b) => (b.y < a.y ? b : a), { x: 0, y: Infinity });
  const { place, scale, onScroll, buttons } = useFit(layout.width, first.x);
  // What one points at stands out with its own calls: of dozens that cross, no other way tells them apart.
  const [near, setNear] = useState<number>();
  const fades = (...ends: number[]): boolean => near !== undefined && !ends.includes(near);
  return (
    <section className={styles.map} aria-label={props.label}>
      {buttons === null ? null : (
        <div className={styles.mapTools} role="toolbar" aria-label={`${props.label}: zoom`}>
          {buttons}
        </div>
      )}
      <div ref={place} className={styles.mapPlace} onScroll={onScroll}>
        {nodes.length === 0 ? null : (
          <div
            className={styles.mapInner}
            style={{ width: layout.width, height: layout.height, zoom: scale }}
          >
            <svg width={layout.width} height={layout.height} aria-hidden="true">
              <ArrowMarker id="call-arrow" />
              {drawn.map(({ from, to, errors, calls: count, points }) => (
                <path
                  key={`${from} ${to}`}
                  className={styles.edge}
                  data-error={errorLevel(errors / count)}
                  data-faded={fades(from, to) ? '' : undefined}
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
                data-faded={fades(from, to) ? '' : undefined}
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
              <Box
                key={node.key}
                node={node}
                at={layout.nodes[i]!}
                onNear={(isNear) => setNear(isNear ? i : undefined)}
              />
            ))}
          </div>
        )}
        {alone.length === 0 ? null : (
          <div className={styles.alone} style={{ zoom: scale }}>
            {alone.map((node) => (
              <Box key={node.key} node={node} />
            ))}
          </div>
        )}
        {props.note === undefined ? null : <p className="faint">{props.note}</p>}
      </div>
    </section>
  );
}
