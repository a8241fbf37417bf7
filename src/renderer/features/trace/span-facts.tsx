import { Badge, StatusBadge } from '../../ui/badge.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatCount, formatMoney, shortId } from '../../ui/format.ts';
import { spanColorToken } from '../../ui/theme-color.ts';
import { shownName } from '../../ui/shown-name.ts';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import { costExplanation, costWords } from './cost-words.ts';
import { lateNote, placeNote, skewNote } from './model/row-facts.ts';
import { spanIdOf } from './model/span-index.ts';
import { durationText, hasStart, startText } from './model/span-times.ts';
import type { TraceModel } from './model/trace-model.ts';
import styles from './span-panel.module.css';

/** Name, time, service, tokens and cost of a span; known before its details are. */
export function SpanFacts(props: {
  model: TraceModel;
  span: number;
  detail: SpanDetail | undefined;
}) {
  const { model, span } = props;
  if (span < 0) return null;
  const { table } = model;
  const spanId = spanIdOf(table, span);
  const service = table.services[table.service[span]!]!;
  const name = shownName(table.names[table.name[span]!]!);
  const input = table.inputTokens[span]!;
  const output = table.outputTokens[span]!;
  const cost = table.costUsd[span]!;
  const notes = [placeNote(model, span), skewNote(model, span), lateNote(model, span)].filter(
    (note) => note !== undefined,
  );
  // Until the answer is here, the detail is that of the span before.
  const detail = props.detail?.spanId === spanId ? props.detail : undefined;
  return (
    <header className={styles.facts}>
      <div className={styles.title}>
        <h2 className={styles.name} title={name}>
          {name}
        </h2>
        {table.status[span] === 2 ? <StatusBadge status="error" /> : null}
      </div>
      <div className={styles.line}>
        {hasStart(table, span) ? <b>{durationText(table, span)}</b> : null}
        {table.startNs[span] === 0 || !hasStart(table, span) ? null : (
          <span title="After the start of the trace">at {startText(table, span)}</span>
        )}
        <span className={styles.service} title={service}>
          <span
            className={styles.swatch}
            style={{ background: `var(${spanColorToken(model.colors[table.service[span]!]!)})` }}
          />
          {model.hiddenFields.includes('service') ? (
            <HiddenValue what="the service" />
          ) : (
            service || '(no service name)'
          )}
        </span>
        {input + output > 0 ? (
          <span>
            <b>{formatCount(input)}</b> in <b>{formatCount(output)}</b> out
          </span>
        ) : null}
        {Number.isNaN(cost) ? null : (
          <span title={detail ? costExplanation(detail) : 'Cost'}>
            <b>{formatMoney(cost)}</b>
            {detail ? ` ${costWords(detail)}` : null}
          </span>
        )}
        <CopyText text={spanId} what="span id" shown={shortId(spanId)} />
      </div>
      {notes.map((note) => (
        <div key={note.word} className={styles.note}>
          <Badge tone="warn" icon="alert">
            {note.word}
          </Badge>
          {note.explanation}
        </div>
      ))}
    </header>
  );
}
