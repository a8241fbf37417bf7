import type { Dispatch, KeyboardEvent } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { formatCount, formatDurationNs } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { TextInput } from '../../ui/input.tsx';
import { placeIn } from './model/rows.ts';
import { isWhole, widthOf } from './model/time-window.ts';
import type { TraceAction, TraceState } from './model/trace-state.ts';
import type { Clocks } from './use-clocks.ts';
import styles from './trace-view.module.css';

const FIND_INPUT = 'trace-find';

/** Puts the cursor into the find field, with its text selected. */
export function openFind(): void {
  const input = document.getElementById(FIND_INPUT);
  if (input instanceof HTMLInputElement) input.select();
}

interface ToolbarProps {
  state: TraceState;
  dispatch: Dispatch<TraceAction>;
}

/** Finding, folding and zooming, and word of spans that arrived since. */
export function TraceToolbar(props: {
  state: TraceState;
  dispatch: Dispatch<TraceAction>;
  live: { readonly mayHaveMore: boolean; readonly refresh: () => void };
  clocks: Clocks;
  /** Above something without a time axis: no zoom, no critical path. */
  isTimeless?: boolean;
}) {
  const { state, dispatch, live } = props;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Waterfall">
      <Find state={state} dispatch={dispatch} />
      <IconButton
        icon="expand"
        label="Expand all (*)"
        disabled={state.collapsed.size === 0}
        onClick={() => dispatch({ type: 'expandAll' })}
      />
      <IconButton
        icon="collapse"
        label="Collapse all (_)"
        onClick={() => dispatch({ type: 'collapseAll' })}
      />
      {props.clocks.areSkewed ? (
        <Button
          look="ghost"
          icon="clock"
          aria-label={props.clocks.areAdjusted ? 'Clocks adjusted' : 'Adjust clocks'}
          aria-pressed={props.clocks.areAdjusted}
          title={
            props.clocks.areAdjusted
              ? 'Calls of other services were moved into their callers; press to see times as sent'
              : 'Calls start before their callers: the clocks of services differ. Times are shown as sent'
          }
          onClick={props.clocks.toggle}
        >
          <span className={styles.optional}>
            {props.clocks.areAdjusted ? 'Clocks adjusted' : 'Adjust clocks'}
          </span>
        </Button>
      ) : null}
      {props.isTimeless === true ? null : <CriticalPathButton {...props} />}
      <span className={styles.toolbarEnd}>
        {live.mayHaveMore ? (
          <Button look="ghost" icon="refresh" onClick={live.refresh}>
            More spans arrived
          </Button>
        ) : null}
        {props.isTimeless === true ? null : <Zoom state={state} dispatch={dispatch} />}
      </span>
    </div>
  );
}

function CriticalPathButton({ state, dispatch }: ToolbarProps) {
  return (
    <Button
      look="ghost"
      icon="target"
      aria-label="Critical path"
      aria-pressed={state.showsCritical}
      title="The chain of work that decided how long the trace took (C)"
      onClick={() => dispatch({ type: 'toggleCritical' })}
    >
      <span className={styles.optional}>Critical path</span>
    </Button>
  );
}

function Zoom({ state, dispatch }: ToolbarProps) {
  const whole = isWhole(state.window, state.model.extent);
  return (
    <>
      {whole ? null : (
        <span className={styles.zoomed} role="status">
          {formatDurationNs(widthOf(state.window))} shown
        </span>
      )}
      <IconButton
        icon="zoomOut"
        label="Zoom out (-)"
        disabled={whole}
        onClick={() => dispatch({ type: 'zoom', factor: 2 })}
      />
      <IconButton
        icon="zoomIn"
        label="Zoom in (+)"
        onClick={() => dispatch({ type: 'zoom', factor: 0.5 })}
      />
      <Button
        look="ghost"
        disabled={whole}
        title="Show the whole trace (0)"
        onClick={() => dispatch({ type: 'showAll' })}
      >
        Reset
      </Button>
    </>
  );
}

function Find(props: { state: TraceState; dispatch: Dispatch<TraceAction> }) {
  const { state, dispatch } = props;
  const { found, findText, model, selected } = state;
  const active = findText.trim() !== '';
  const step = (by: 1 | -1): void => dispatch({ type: 'step', through: 'found', by });
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') {
      dispatch({ type: 'find', text: '' });
      event.currentTarget.blur();
      document.querySelector<HTMLElement>('[role=treegrid]')?.focus();
    } else return;
    event.preventDefault();
  };
  const place = placeIn(model.tree, found, selected);
  return (
    <div className={styles.find} role="search">
      <span className={styles.findIcon}>
        <Icon name="search" size={14} />
      </span>
      <TextInput
        id={FIND_INPUT}
        type="text"
        value={findText}
        placeholder="Find in this trace  /"
        aria-label="Find in this trace"
        className={styles.findInput}
        onChange={(event) => dispatch({ type: 'find', text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      {active ? (
        <>
          <span className={styles.count} role="status">
            {found.length === 0
              ? 'no match'
              : `${place > 0 ? `${formatCount(place)} of ` : ''}${formatCount(found.length)}`}
          </span>
          <IconButton icon="chevronUp" label="Previous match (P)" onClick={() => step(-1)} />
          <IconButton icon="chevronDown" label="Next match (N)" onClick={() => step(1)} />
        </>
      ) : null}
    </div>
  );
}
