import type { Flow, Point } from './layout-graph.ts';

const DIRECTIONS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/**
 * The node an arrow key leads to: the nearest one that lies more in its direction than beside it.
 *
 * @returns its number, the same one where there is none, undefined for a key that is no arrow
 */
export function nodeTowards(
  places: readonly Point[],
  from: number,
  key: string,
  flow: Flow,
): number | undefined {
  const direction = DIRECTIONS[key];
  const start = places[from];
  if (direction === undefined || start === undefined) return undefined;
  let nearest = from;
  let least = Number.POSITIVE_INFINITY;
  for (const [node, { x, y }] of places.entries()) {
    const along = (x - start.x) * direction[0] + (y - start.y) * direction[1];
    const aside = Math.abs((x - start.x) * direction[1]) + Math.abs((y - start.y) * direction[0]);
    // Layers are what the drawing is made of: from one to the next a key may lead far aside.
    const isToLayer = (direction[0] === 0) === (flow === 'down');
    const isThere = along > 1 && (isToLayer || aside < along);
    const distance = along + aside * 2;
    if (isThere && distance < least) {
      least = distance;
      nearest = node;
    }
  }
  return nearest;
}
