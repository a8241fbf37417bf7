import { useState } from 'react';
import { HIDDEN_VALUE } from '../../../../shared/visibility.ts';
import { Button } from '../../../ui/button.tsx';
import { formatCount } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icons.tsx';
import { HiddenValue } from '../../visibility/hidden-value.tsx';
import { GroupedNumber } from './grouped-number.tsx';
import { initiallyOpen, jsonRows, type JsonRow } from './json-rows.ts';
import { type JsonValue } from './json-value.ts';
import { PlainText } from './plain-text.tsx';
import styles from './values.module.css';

/** Lines drawn at once; a folded document rarely has more. */
const FIRST_LINES = 300;

/** JSON with keys, folding and readable long texts. Small values are unfolded, large ones fold their inner parts. */
export function JsonView(props: {
  value: JsonValue;
  label: string;
  /** Lines to unfold at first. */
  lines?: number;
}) {
  const { value } = props;
  const [open, setOpen] = useState(() => initiallyOpen(value, props.lines));
  const [shown, setShown] = useState(FIRST_LINES);
  const rows = jsonRows(value, open);
  const toggle = (path: string): void => {
    const next = new Set(open);
    if (!next.delete(path)) next.add(path);
    setOpen(next);
  };
  return (
    <div className={styles.json} role="group" aria-label={props.label}>
      {rows.slice(0, shown).map((row) => (
        <Row
          key={row.path}
          row={row}
          alone={rows.length === 1 && row.kind !== 'folded'}
          onToggle={toggle}
        />
      ))}
      {rows.length > shown ? (
        <Button look="ghost" onClick={() => setShown(shown * 4)}>
          Show more ({formatCount(rows.length - shown)} lines)
        </Button>
      ) : null}
    </div>
  );
}

function Row(props: { row: JsonRow; alone: boolean; onToggle: (path: string) => void }) {
  const { row, alone, onToggle } = props;
  const foldable = row.kind === 'open' || row.kind === 'folded';
  const key =
    row.key === undefined ? null : (
      <span className={styles.key}>
        <bdi>{row.key}</bdi>
        <span className={styles.punctuation}>: </span>
      </span>
    );
  return (
    <div
      className={styles.jsonRow}
      style={{ paddingLeft: alone ? 0 : 14 + Math.min(row.depth, 20) * 14 }}
    >
      {foldable ? (
        <button
          type="button"
          className={styles.fold}
          style={{ left: Math.min(row.depth, 20) * 14 }}
          aria-expanded={row.kind === 'open'}
          aria-label={`${row.kind === 'open' ? 'Fold' : 'Unfold'} ${row.key ?? 'value'}`}
          onClick={() => onToggle(row.path)}
        >
          <Icon name={row.kind === 'open' ? 'chevronDown' : 'chevronRight'} size={12} />
        </button>
      ) : null}
      {key}
      <Value row={row} onToggle={onToggle} />
      {row.more ? <span className={styles.punctuation}>,</span> : null}
    </div>
  );
}

function Value({ row, onToggle }: { row: JsonRow; onToggle: (path: string) => void }) {
  switch (row.kind) {
    case 'string':
      if (row.text === HIDDEN_VALUE)
        return <HiddenValue {...(row.key === undefined ? {} : { what: row.key })} />;
      return (
        <span className={styles.string}>
          &quot;
          {/* Nothing in it turns around what stands behind it. */}
          <bdi>
            <PlainText text={row.text} limit={600} />
          </bdi>
          &quot;
        </span>
      );
    case 'number':
      return (
        <span className={styles.number}>
          <GroupedNumber text={row.text} />
        </span>
      );
    case 'word':
      return <span className={styles.word}>{row.text}</span>;
    case 'folded':
      return (
        // The chevron beside it is the control; this only makes it easier to hit.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
        <span className={styles.folded} onClick={() => onToggle(row.path)}>
          {row.text}
        </span>
      );
    default:
      return (
        <span className={row.kind === 'inline' ? styles.inline : styles.punctuation}>
          <bdi>
            <PlainText text={row.text} limit={600} />
          </bdi>
        </span>
      );
  }
}
