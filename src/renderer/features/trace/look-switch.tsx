import type { TraceLook } from '../../app/route.ts';
import type { TraceModel } from './model/trace-model.ts';
import styles from './trace-view.module.css';

const LOOKS: readonly { readonly look: TraceLook; readonly word: string }[] = [
  { look: 'timeline', word: 'Timeline' },
  { look: 'tree', word: 'Tree' },
  { look: 'conversation', word: 'Conversation' },
  { look: 'graph', word: 'Graph' },
];

/** Between the ways to look at a trace; a conversation is offered where a model was called. */
export function LookSwitch(props: {
  model: TraceModel;
  look: TraceLook;
  onLook: (look: TraceLook) => void;
}) {
  const offered = LOOKS.filter(
    ({ look }) => look !== 'conversation' || props.model.calls.length > 0 || props.look === look,
  );
  return (
    <span className={styles.switch} role="group" aria-label="View">
      {offered.map(({ look, word }) => (
        <button
          key={look}
          type="button"
          aria-pressed={props.look === look}
          onClick={() => props.onLook(look)}
        >
          {word}
        </button>
      ))}
    </span>
  );
}
