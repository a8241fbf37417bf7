import type { Move } from './move.ts';
import type { TraceAction } from './trace-state.ts';

/** A key press, as much of it as matters. */
export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
}

/** What a key does in the waterfall: a change of state, or something only the view can do. */
export type KeyCommand =
  | { readonly type: 'act'; readonly action: TraceAction }
  | { readonly type: 'openFind' | 'closeFind' | 'openDetails' };

const MOVES: Readonly<Record<string, Move>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  k: 'up',
  j: 'down',
  Home: 'first',
  End: 'last',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
};

const ACTIONS: Readonly<Record<string, TraceAction>> = {
  n: { type: 'step', through: 'found', by: 1 },
  p: { type: 'step', through: 'found', by: -1 },
  e: { type: 'step', through: 'errors', by: 1 },
  E: { type: 'step', through: 'errors', by: -1 },
  '+': { type: 'zoom', factor: 0.5 },
  '=': { type: 'zoom', factor: 0.5 },
  '-': { type: 'zoom', factor: 2 },
  '0': { type: 'showAll' },
  z: { type: 'zoomToSelected' },
  '*': { type: 'expandAll' },
  _: { type: 'collapseAll' },
  c: { type: 'toggleCritical' },
};

/** Every shortcut of the view, for the list that `?` shows. */
export const TRACE_SHORTCUTS: readonly { readonly keys: string; readonly label: string }[] = [
  { keys: '↑ ↓', label: 'Previous or next span' },
  { keys: '← →', label: 'Collapse or expand, then parent or first child' },
  { keys: 'Home End PgUp PgDn', label: 'Jump through the spans' },
  { keys: '* _', label: 'Expand or collapse all' },
  { keys: 'Enter', label: 'Go to the details of the span' },
  { keys: '/ or Ctrl F', label: 'Find in this trace' },
  { keys: 'n p', label: 'Next or previous match' },
  { keys: 'e E', label: 'Next or previous error' },
  { keys: '+ - 0', label: 'Zoom in, out, whole trace' },
  { keys: 'Shift ← →', label: 'Move along the timeline' },
  { keys: 'z', label: 'Zoom to the span' },
  { keys: 'c', label: 'Show or hide the critical path' },
];

/**
 * Command of a key press in the waterfall, undefined for keys that are not ours.
 *
 * @param page rows that fit on the screen, for Page Up and Page Down
 */
export function keyCommand(press: KeyPress, page: number): KeyCommand | undefined {
  if (press.alt) return undefined;
  if (press.ctrl) {
    return press.key.toLowerCase() === 'f' && !press.shift ? { type: 'openFind' } : undefined;
  }
  if (press.shift && (press.key === 'ArrowLeft' || press.key === 'ArrowRight')) {
    return { type: 'act', action: { type: 'pan', share: press.key === 'ArrowLeft' ? -0.2 : 0.2 } };
  }
  if (press.key === '/') return { type: 'openFind' };
  if (press.key === 'Escape') return { type: 'closeFind' };
  if (press.key === 'Enter') return { type: 'openDetails' };
  const move = MOVES[press.key];
  if (move !== undefined) return { type: 'act', action: { type: 'move', move, page } };
  const action = ACTIONS[press.key];
  return action === undefined ? undefined : { type: 'act', action };
}
