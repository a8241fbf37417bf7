import { SPAN_FLAG } from '../../../shared/span-table.ts';
import { Badge } from '../../ui/badge.tsx';
import { formatCount } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { spanColorToken } from '../../ui/theme-color.ts';
import { shownName } from '../../ui/shown-name.ts';
import { insideLabel, lateNote, operationIcon, placeNote, skewNote } from './model/row-facts.ts';
import type { TraceModel } from './model/trace-model.ts';
import { Highlighted } from './values/redacted-text.tsx';
import styles from './waterfall.module.css';

/** Deepest level that is indented further; below it only `aria-level` and the guides grow no more. */
const MAX_INDENT = 24;
const INDENT = 14;
/** The first cell of a span's row: indentation, fold, service, name, and what is odd about it. */
export function NameCell(props: {
  model: TraceModel;
  span: number;
  collapsed: boolean;
  findText: string;
  onToggle: (span: number) => void;
}) {
  const { model, span, collapsed } = props;
  const { table, tree } = model;
  const foldable = tree.children[span]! > 0;
  const indent = Math.min(tree.depth[span]!, MAX_INDENT) * INDENT;
  const icon = operationIcon(table.operations[table.operation[span]!]!);
  const name = shownName(table.names[table.name[span]!]!);
  const service = table.services[table.service[span]!]!;
  const parent = tree.parent[span]!;
  const sameService = parent !== -1 && table.service[parent] === table.service[span];
  const place = placeNote(model, span);
  const skew = skewNote(model, span) ?? lateNote(model, span);
  const isError = table.status[span] === 2;
  const errorsInside = collapsed ? tree.errorsBelow[span]! : 0;
  return (
    <div role="gridcell" className={styles.name}>
      <span className={styles.guides} style={{ width: indent }} />
      <button
        type="button"
        className={styles.twisty}
        tabIndex={-1}
        hidden={!foldable}
        aria-label={`${collapsed ? 'Expand' : 'Collapse'} ${name}`}
        onClick={(event) => {
          event.stopPropagation();
          props.onToggle(span);
        }}
      >
        <Icon name={collapsed ? 'chevronRight' : 'chevronDown'} size={12} />
      </button>
      {foldable ? null : <span className={styles.leaf} />}
      <span
        className={styles.service}
        style={{ background: `var(${spanColorToken(model.colors[table.service[span]!]!)})` }}
        title={service}
      />
      {icon === undefined ? null : (
        <Icon name={icon} size={13} className={styles.operation ?? ''} />
      )}
      <span className={styles.label} title={`${name} (${service})`}>
        <span className={styles.text}>
          <Highlighted text={name} wanted={props.findText} />
        </span>
        {sameService ? null : <span className={styles.of}> {service}</span>}
      </span>
      <span className={styles.notes}>
        {collapsed ? (
          <span className={styles.inside} title={`${insideLabel(model, span)} inside`}>
            {formatCount(tree.descendants[span]!)}
          </span>
        ) : null}
        <Holds flags={table.flags[span]!} />
        {skew ? (
          <span className={styles.skew} title={skew.explanation}>
            <Icon name="clock" size={13} label={skew.explanation} />
          </span>
        ) : null}
        {place ? (
          <Badge tone="warn" icon="alert" title={place.explanation}>
            {place.word}
          </Badge>
        ) : null}
        {isError ? (
          <span className={styles.failed} title="error">
            <Icon name="error" size={13} label="error" />
          </span>
        ) : null}
        {!isError && errorsInside > 0 ? (
          <Badge tone="error" icon="error" title={`${insideLabel(model, span)} inside`}>
            {formatCount(errorsInside)}
            <span className={styles.wide}> inside</span>
          </Badge>
        ) : null}
      </span>
    </div>
  );
}

/** What else the span holds that its row does not show. */
const HELD = [
  { flag: SPAN_FLAG.logs, icon: 'logs', label: 'has logs' },
  { flag: SPAN_FLAG.links, icon: 'link', label: 'has links' },
] as const;

function Holds({ flags }: { flags: number }) {
  return HELD.filter(({ flag }) => (flags & flag) !== 0).map(({ flag, icon, label }) => (
    <span key={flag} className={styles.held} title={label}>
      <Icon name={icon} size={12} label={label} />
    </span>
  ));
}
