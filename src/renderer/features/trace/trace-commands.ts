import type { Command } from '../../app/commands.ts';
import type { TraceAction } from './model/trace-state.ts';

const GROUP = 'Trace';

/** Commands whose whole effect is a change of what is looked at: label, key, action. */
const ACTIONS: readonly (readonly [
  id: string,
  label: string,
  keys: string,
  action: TraceAction,
])[] = [
  ['next-error', 'Next error', 'e', { type: 'step', through: 'errors', by: 1 }],
  ['previous-error', 'Previous error', 'Shift+E', { type: 'step', through: 'errors', by: -1 }],
  ['next-match', 'Next match', 'n', { type: 'step', through: 'found', by: 1 }],
  ['previous-match', 'Previous match', 'p', { type: 'step', through: 'found', by: -1 }],
  ['zoom-in', 'Zoom in', '+', { type: 'zoom', factor: 0.5 }],
  ['zoom-out', 'Zoom out', '-', { type: 'zoom', factor: 2 }],
  ['zoom-all', 'Show the whole trace', '0', { type: 'showAll' }],
  ['zoom-span', 'Zoom to the selected span', 'z', { type: 'zoomToSelected' }],
  ['expand-all', 'Expand all spans', '*', { type: 'expandAll' }],
  ['collapse-all', 'Collapse all spans', '_', { type: 'collapseAll' }],
  ['critical-path', 'Show or hide the critical path', 'c', { type: 'toggleCritical' }],
];

/** Moves inside the grid, listed so that they can be learned; the grid itself handles them. */
const GRID_KEYS: readonly (readonly [id: string, label: string, keys: string])[] = [
  ['up-down', 'Previous or next span', '↑ ↓'],
  ['left-right', 'Collapse or expand, then to the parent or first child', '← →'],
  ['pan', 'Move along the timeline', 'Shift+← Shift+→'],
  ['details', 'To the details of the span', 'Enter'],
];

const nothing = (): void => undefined;

/** Everything that can be done in an open trace, for the palette, the keyboard and the list of shortcuts. */
export function traceCommands(options: {
  dispatch: (action: TraceAction) => void;
  openFind: () => void;
  /** Goes where another trace is chosen to compare this one with. */
  compare: () => void;
  hasErrors: boolean;
}): Command[] {
  const { dispatch, openFind } = options;
  return [
    { id: 'trace.find', label: 'Find in this trace', group: GROUP, keys: '/', run: openFind },
    {
      id: 'trace.find-browser',
      label: 'Find in this trace',
      group: GROUP,
      keys: 'Mod+F',
      keyboardOnly: true,
      run: openFind,
    },
    {
      id: 'trace.compare',
      label: 'Compare with another trace…',
      group: GROUP,
      run: options.compare,
    },
    ...ACTIONS.map(([id, label, keys, action]) => ({
      id: `trace.${id}`,
      label,
      group: GROUP,
      keys,
      keyboardOnly: id.endsWith('-match'),
      ...(id.endsWith('-error') ? { when: () => options.hasErrors } : {}),
      run: () => dispatch(action),
    })),
    ...GRID_KEYS.map(([id, label, keys]) => ({
      id: `trace.grid.${id}`,
      label,
      group: GROUP,
      keys,
      keyboardOnly: true,
      run: nothing,
    })),
  ];
}
