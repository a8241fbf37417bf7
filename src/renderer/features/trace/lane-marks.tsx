import type { MouseEvent } from 'react';
import { formatPlural } from '../../ui/format.ts';
import { kindWord, markWords } from './mark-words.ts';
import { groupMarks, type PlacedMark } from './model/marks.ts';
import type { TimeWindow } from './model/time-window.ts';
import styles from './waterfall.module.css';

/** What happened during a span, in its place on the time axis; what lies close together is one mark. */
export function LaneMarks(props: {
  marks: readonly PlacedMark[];
  window: TimeWindow;
  lane: number;
  onMark: (mark: PlacedMark) => void;
}) {
  return groupMarks(props.marks, props.window, props.lane).map(({ x, level, marks }) => {
    const [first] = marks;
    const kind = marks.some((mark) => mark.kind !== first!.kind) ? 'mixed' : first!.kind;
    const open = (event: MouseEvent): void => {
      event.stopPropagation();
      props.onMark(first!);
    };
    return (
      <button
        key={`${first!.atNs} ${first!.kind}`}
        type="button"
        className={styles.mark}
        data-level={level}
        data-kind={kind}
        data-many={marks.length > 1 || undefined}
        style={{ left: x }}
        title={markWords({ x, level, marks })}
        aria-label={
          marks.length > 1
            ? formatPlural(marks.length, 'event or log record', 'events and log records')
            : `${kindWord(first!)}: ${first!.text}`
        }
        // The keyboard goes from mark to mark with M; a Tab stop each would be thousands.
        tabIndex={-1}
        onClick={open}
      />
    );
  });
}
