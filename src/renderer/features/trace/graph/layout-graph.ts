import { Graph, layout } from '@dagrejs/dagre';

/** Size of every node, pixels: one size, so that numbers that change while spans arrive move nothing. */
export const NODE_WIDTH = 216;
export const NODE_HEIGHT = 72;
/** Space kept around the drawing. */
const MARGIN = 24;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** From callers down to what they call, or from left to right. */
export type Flow = 'down' | 'right';

/** Where everything of a graph is drawn, in pixels from the top left. */
export interface GraphLayout {
  readonly flow: Flow;
  readonly width: number;
  readonly height: number;
  /** Middle of each node. */
  readonly nodes: readonly Point[];
  /** Way of each edge and the middle of its label; the way is empty for calls of a node to itself. */
  readonly edges: readonly { readonly points: readonly Point[]; readonly label: Point }[];
}

/** What is laid out. */
export interface PlainGraph {
  readonly nodes: readonly unknown[];
  /** Between numbers of nodes. */
  readonly edges: readonly { readonly from: number; readonly to: number }[];
}

/** Layers from callers to what they call. The same graph always gets the same places. */
export function layoutGraph(graph: PlainGraph, flow: Flow = 'down'): GraphLayout {
  const drawing = new Graph();
  drawing.setGraph({
    rankdir: flow === 'down' ? 'TB' : 'LR',
    nodesep: 28,
    edgesep: 16,
    ranksep: 52,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const [i] of graph.nodes.entries()) {
    drawing.setNode(String(i), { width: NODE_WIDTH, height: NODE_HEIGHT });
  }
  for (const { from, to } of graph.edges) {
    if (from !== to) {
      drawing.setEdge(String(from), String(to), { width: 34, height: 20, labelpos: 'c' });
    }
  }
  layout(drawing);
  const nodes = graph.nodes.map((_, i) => place(drawing.node(String(i))));
  const edges = graph.edges.map(({ from, to }) => {
    if (from === to) {
      const { x, y } = nodes[from]!;
      return { points: [], label: { x: x + NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 } };
    }
    const edge = drawing.edge(String(from), String(to));
    const points = (edge.points ?? []).map(place);
    return { points: leaving(points, nodes[from]!, nodes[to]!, flow), label: place(edge) };
  });
  const { width = 0, height = 0 } = drawing.graph();
  return { flow, width, height, nodes, edges };
}

/** Room beside where an edge leaves a node at the end of a side, pixels. */
const CORNER = 12;

/** An edge along the flow leaves its node on the side that the flow leaves it, not above or below it. */
function leaving(points: readonly Point[], from: Point, to: Point, flow: Flow): readonly Point[] {
  const [first, ...rest] = points;
  if (first === undefined || to[AXIS[flow]] <= from[AXIS[flow]]) return points;
  const start =
    flow === 'down'
      ? { x: within(first.x, from.x, NODE_WIDTH), y: from.y + NODE_HEIGHT / 2 }
      : { x: from.x + NODE_WIDTH / 2, y: within(first.y, from.y, NODE_HEIGHT) };
  return [start, ...rest];
}

/** On a side of a node, but for its corners. */
const within = (value: number, middle: number, size: number): number =>
  Math.min(Math.max(value, middle - size / 2 + CORNER), middle + size / 2 - CORNER);

const AXIS = { down: 'y', right: 'x' } as const;

/** Width and height, pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The scale, 0 to 1, at which a drawing is seen whole in the room it has. */
export function scaleOf(drawing: Size, room: Size): number {
  const share = Math.min(room.width / drawing.width, room.height / drawing.height, 1);
  return Math.max(Math.floor(share * 100) / 100, 0.01);
}

/** Callers above what they call, or beside it where that is seen larger: one that calls many others is as wide as they are. */
export function layoutFor(graph: PlainGraph, room: Size): GraphLayout {
  const down = layoutGraph(graph);
  if (scaleOf(down, room) === 1) return down;
  const right = layoutGraph(graph, 'right');
  return scaleOf(right, room) > scaleOf(down, room) ? right : down;
}

/** A smooth line through points, as the `d` of an SVG path: along the flow where it leaves and where it ends. */
export function pathThrough(points: readonly Point[], flow: Flow = 'down'): string {
  return points
    .map((point, i) => {
      const before = points[i - 1];
      if (before === undefined) return `M${at(point.x, point.y)}`;
      if (flow === 'right') {
        const between = (before.x + point.x) / 2;
        return `C${at(between, before.y)} ${at(between, point.y)} ${at(point.x, point.y)}`;
      }
      const middle = (before.y + point.y) / 2;
      return `C${at(before.x, middle)} ${at(point.x, middle)} ${at(point.x, point.y)}`;
    })
    .join('');
}

const place = ({ x, y }: { x?: number; y?: number }): Point => ({ x: x ?? 0, y: y ?? 0 });

const at = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
