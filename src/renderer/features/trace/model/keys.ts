import type { Move } from './move.ts';
import type { TraceAction } from './trace-state.ts';

/** A key press, as much of it as matters. */
export interface KeyPress {
  readonly key: string;
  /** Ctrl or, on a Mac, Command. */
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

const MOVES: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
};

/**
 * What a key does while the waterfall has the focus; undefined for keys that are not the grid's. Everything else about
 * a trace is a command with a key of its own, see `trace-commands.ts`.
 *
 * @param page rows that fit on the screen, for Page Up and Page Down
 */
export function gridKey(press: KeyPress, page: number): TraceAction | 'details' | undefined {
  if (press.alt || press.ctrl) return undefined;
  if (press.shift) {
    if (press.key === 'ArrowLeft') return { type: 'pan', share: -0.2 };
    return press.key === 'ArrowRight' ? { type: 'pan', share: 0.2 } : undefined;
  }
  if (press.key === 'Enter') return 'details';
  // Where `+` needs Shift, its key alone will do.
  if (press.key === '=') return { type: 'zoom', factor: 0.5 };
  const move = MOVES[press.key];
  return move === undefined ? undefined : { type: 'move', move, page };
}
