import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { hrefOf } from '../../app/route.ts';
import { formatCount, formatMoney } from '../../ui/format.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { spanIdOf } from '../trace/model/span-index.ts';
import { durationText, startText } from '../trace/model/span-times.ts';
import type { TraceModel } from '../trace/model/trace-model.ts';
import { spanQuery } from '../trace/trace-queries.ts';
import { AttributeDifferences } from './attribute-differences.tsx';
import { MessageDifferences } from './message-differences.tsx';
import styles from './pair-panel.module.css';

/** The two spans of a row in full: facts, messages and attributes as differences; or the one span there is. */
export function PairPanel(props: {
  projectId: string;
  left: TraceModel;
  right: TraceModel;
  /** Span of each trace, -1 for none. */
  a: number;
  b: number;
}) {
  const { projectId, left, right, a, b } = props;
  const [idA, idB] = [idOf(left, a), idOf(right, b)];
  const first = useQuery(spanQuery(projectId, left.summary.traceId, idA));
  const second = useQuery(spanQuery(projectId, right.summary.traceId, idB));
  const failed = [first, second].find(({ error }) => error !== null);
  const isReady = (a === -1 || first.data) && (b === -1 || second.data);
  const name = b === -1 ? nameOf(left, a) : nameOf(right, b);
  return (
    <section className={styles.panel} aria-label="Differences of a span">
      <h2 className={styles.panelName} title={name}>
        {name}
      </h2>
      <p className={styles.panelLinks}>
        {a === -1 ? (
          'Only B has this span. '
        ) : (
          <SpanLink {...props} model={left} id={idA!} letter="A" />
        )}
        {b === -1 ? (
          ' Only A has this span.'
        ) : (
          <SpanLink {...props} model={right} id={idB!} letter="B" />
        )}
      </p>
      <Facts left={left} right={right} a={a} b={b} first={first.data} second={second.data} />
      {failed ? (
        <ErrorState
          title="A span could not be read"
          error={failed.error}
          onRetry={() => void failed.refetch()}
        />
      ) : null}
      {!failed && !isReady ? <LoadingState label="Reading both spans" /> : null}
      {isReady ? (
        <>
          <MessageDifferences key={`${idA}/${idB}`} first={first.data} second={second.data} />
          <AttributeDifferences first={first.data} second={second.data} />
        </>
      ) : null}
    </section>
  );
}

function SpanLink(props: { projectId: string; model: TraceModel; id: string; letter: string }) {
  const { traceId } = props.model.summary;
  return (
    <a
      className={styles.link}
      href={hrefOf({
        screen: 'trace',
        projectId: props.projectId,
        traceId,
        spanId: props.id,
        view: null,
      })}
    >
      Open in {props.letter}
    </a>
  );
}

/** Numbers of both spans, a line each; lines that both lack are left out. */
function Facts(props: {
  left: TraceModel;
  right: TraceModel;
  a: number;
  b: number;
  first: SpanDetail | undefined;
  second: SpanDetail | undefined;
}) {
  const { left, right, a, b, first, second } = props;
  const both = (of: (model: TraceModel, span: number) => ReactNode): readonly ReactNode[] => [
    a === -1 ? '' : of(left, a),
    b === -1 ? '' : of(right, b),
  ];
  const details = (of: (detail: SpanDetail) => ReactNode): readonly ReactNode[] => [
    first === undefined ? '' : of(first),
    second === undefined ? '' : of(second),
  ];
  const lines: readonly (readonly [string, readonly ReactNode[]])[] = [
    ['Start', both(({ table }, span) => startText(table, span))],
    ['Duration', both(({ table }, span) => durationText(table, span))],
    ['Status', both(({ table }, span) => (table.status[span] === 2 ? 'error' : 'ok'))],
    ['Reason', details(({ status }) => status.message.slice(0, 300))],
    ['Model', both(({ table }, span) => table.models[table.model[span]!]!)],
    ['Tokens in', both(({ table }, span) => positive(table.inputTokens[span]!))],
    ['Tokens out', both(({ table }, span) => positive(table.outputTokens[span]!))],
    ['Cost', both(({ table }, span) => money(table.costUsd[span]!))],
    ['Events', details(({ eventCount }) => positive(eventCount))],
    ['Links', details(({ linkCount }) => positive(linkCount))],
  ];
  return (
    <table className={styles.facts}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Fact</span>
          </th>
          <th scope="col">A</th>
          <th scope="col">B</th>
        </tr>
      </thead>
      <tbody>
        {lines
          .filter(([, values]) => values.some((value) => value !== ''))
          .map(([name, [was, is]]) => (
            <tr key={name} data-changed={was !== is || undefined}>
              <th scope="row">{name}</th>
              <td>{was === '' ? '–' : was}</td>
              <td>{is === '' ? '–' : is}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

const idOf = ({ table }: TraceModel, span: number): string | undefined =>
  span === -1 ? undefined : spanIdOf(table, span);
const nameOf = ({ table }: TraceModel, span: number): string =>
  table.names[table.name[span]!] ?? '';
const positive = (count: number): string => (count > 0 ? formatCount(count) : '');
const money = (usd: number): string => (Number.isNaN(usd) ? '' : formatMoney(usd));
