import type { ReactNode } from 'react';
import type { DerivedField } from '../../../shared/visibility.ts';
import { hrefOf } from '../../app/route.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatCount, formatDurationNs, formatMoney, shortId } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { widthOf } from '../trace/model/time-window.ts';
import type { TraceModel } from '../trace/model/trace-model.ts';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import styles from './compare.module.css';

/** A number of a whole trace, and the columns it comes from. */
interface Total {
  readonly name: string;
  readonly from: readonly DerivedField[];
  readonly value: (model: TraceModel) => number | null;
  readonly text: (value: number) => string;
}

const TOTALS: readonly Total[] = [
  { name: 'Duration', from: [], value: ({ extent }) => widthOf(extent), text: formatDurationNs },
  { name: 'Spans', from: [], value: ({ table }) => table.count, text: formatCount },
  {
    name: 'Errors',
    from: ['status', 'errorCount'],
    value: ({ errors }) => errors.length,
    text: formatCount,
  },
  {
    name: 'Services',
    from: ['service'],
    value: ({ services }) => services.length,
    text: formatCount,
  },
  {
    name: 'Model calls',
    from: ['operation'],
    value: ({ calls }) => calls.length,
    text: formatCount,
  },
  {
    name: 'Tokens in',
    from: ['inputTokens'],
    value: ({ summary }) => summary.inputTokens,
    text: formatCount,
  },
  {
    name: 'of these cached',
    from: ['cachedTokens'],
    value: ({ summary }) => summary.cachedTokens,
    text: formatCount,
  },
  {
    name: 'Tokens out',
    from: ['outputTokens'],
    value: ({ summary }) => summary.outputTokens,
    text: formatCount,
  },
  { name: 'Cost', from: ['costUsd'], value: ({ summary }) => summary.costUsd, text: formatMoney },
];

/** Both traces as wholes, number beside number. Numbers that both lack are left out. */
export function CompareTotals(props: { projectId: string; left: TraceModel; right: TraceModel }) {
  const { left, right } = props;
  const shown = TOTALS.filter(({ from, value }) => {
    const isHidden = from.some((field) => left.hiddenFields.includes(field));
    return isHidden || (value(left) ?? 0) !== 0 || (value(right) ?? 0) !== 0;
  });
  return (
    // Scrolls sideways in a narrow window, so it must be reachable with the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.totals} role="region" aria-label="Totals of both traces" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Trace</th>
            {shown.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <TraceRow letter="A" projectId={props.projectId} model={left} shown={shown} />
          <TraceRow letter="B" projectId={props.projectId} model={right} shown={shown} />
          <tr className={styles.deltas}>
            <th scope="row">Difference</th>
            {shown.map((total) => (
              <td key={total.name} title={shareOf(total, left, right)}>
                {deltaOf(total, left, right)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function TraceRow(props: {
  letter: string;
  projectId: string;
  model: TraceModel;
  shown: readonly Total[];
}) {
  const { projectId, model } = props;
  const { summary } = model;
  const href = hrefOf({
    screen: 'trace',
    projectId,
    traceId: summary.traceId,
    spanId: null,
    view: null,
  });
  return (
    <tr>
      <th scope="row">
        <span className={styles.which}>
          <b className={styles.letter}>{props.letter}</b>
          <a href={href} className={styles.link} title={summary.name}>
            {summary.name}
          </a>
          <CopyText text={summary.traceId} what="trace id" shown={shortId(summary.traceId)} />
          <RelativeTime us={summary.startUs} className={styles.quiet} />
        </span>
      </th>
      {props.shown.map((total) => (
        <td key={total.name}>{valueOf(total, model)}</td>
      ))}
    </tr>
  );
}

function valueOf({ name, from, value, text }: Total, model: TraceModel): ReactNode {
  if (from.some((field) => model.hiddenFields.includes(field))) {
    return <HiddenValue what={name.toLowerCase()} short />;
  }
  const number = value(model);
  return number === null ? '–' : text(number);
}

function deltaOf({ from, value, text }: Total, left: TraceModel, right: TraceModel): string {
  const [a, b] = [value(left), value(right)];
  const isHidden = from.some((field) => left.hiddenFields.includes(field));
  if (isHidden || a === null || b === null) return '–';
  if (a === b) return '±0';
  return `${b < a ? '−' : '+'}${text(Math.abs(b - a))}`;
}

/** The difference in percent of what was: `+200 %`; undefined where that says nothing. */
function shareOf({ value }: Total, left: TraceModel, right: TraceModel): string | undefined {
  const [a, b] = [value(left) ?? 0, value(right) ?? 0];
  if (a === 0 || a === b) return undefined;
  return `${b < a ? '−' : '+'}${formatCount(Math.round((Math.abs(b - a) / a) * 100))} %`;
}
