import type { JsonPath } from './json-visitor.ts';

/** An array or object that is being walked. */
export interface Frame {
  readonly kind: 'array' | 'object';
  /** Column of the first element, where it began a line; -1 otherwise. */
  column: number;
  index: number;
  state: 'first' | 'next' | 'colon' | 'value' | 'comma';
}

/** What is around the elements of an array. */
export interface Shape {
  readonly frames: readonly Frame[];
  readonly path: JsonPath;
}

/**
 * Where elements begin in the lines of a document, by their column: written with indentation, every list has one of its
 * own, and by it a reader finds back to where it was once brackets are missing or too many.
 */
export class JsonShapes {
  readonly #shapes = new Map<number, Shape>();

  /** A document begins; at this column of a line, or -1. What was known of another is kept where it may go on. */
  begin(column: number, isOther: boolean): void {
    if (isOther) this.#shapes.clear();
    if (column >= 0) this.#shapes.set(column, { frames: [], path: [] });
  }

  /** The first element of the innermost array begins a line, at this column. */
  remember(column: number, frames: readonly Frame[], path: JsonPath): void {
    const kept = frames.map((frame) => ({ ...frame }));
    this.#shapes.set(column, { frames: kept, path: [...path] });
  }

  at(column: number): Shape | undefined {
    return this.#shapes.get(column);
  }
}

/** How many of the frames at hand are around that shape, too; undefined where they are others. */
export function commonDepth(shape: Shape, path: JsonPath): number | undefined {
  const { length } = shape.path;
  if (path.length < length) return undefined;
  const isSame = shape.path.every((step, at) => typeof step === 'number' || step === path[at]);
  return isSame ? length : undefined;
}
