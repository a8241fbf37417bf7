import { IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { formatCount } from '../../ui/format.ts';
import type { ChangeCounts } from './model/pair-changes.ts';
import { StateMark } from './state-mark.tsx';
import styles from './compare.module.css';

/** How many spans differ in which way, and the way from one to the next. */
export function CompareToolbar(props: {
  counts: ChangeCounts;
  onlyChanges: boolean;
  onOnlyChanges: (only: boolean) => void;
  onStep: (by: 1 | -1) => void;
}) {
  const { counts } = props;
  const differ = counts.added + counts.removed + counts.changed;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Differences">
      <span className={styles.counts} role="status">
        <span>
          <StateMark state="changed" /> {formatCount(counts.changed)} changed
        </span>
        <span>
          <StateMark state="added" /> {formatCount(counts.added)} added
        </span>
        <span>
          <StateMark state="removed" /> {formatCount(counts.removed)} missing
        </span>
        <span
          className={styles.alike}
          title="The time of a span differs a little with each run. Attributes and messages are compared once a span is selected."
        >
          {formatCount(counts.alike)} alike in name, status, model and about in time
        </span>
      </span>
      <span className={styles.end}>
        <Checkbox checked={props.onlyChanges} onChange={props.onOnlyChanges}>
          Only differences
        </Checkbox>
        <IconButton
          icon="arrowUp"
          label="Previous difference (P)"
          disabled={differ === 0}
          onClick={() => props.onStep(-1)}
        />
        <IconButton
          icon="arrowDown"
          label="Next difference (N)"
          disabled={differ === 0}
          onClick={() => props.onStep(1)}
        />
      </span>
    </div>
  );
}
