import type { ReactNode } from 'react';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import { hrefOf } from '../../app/route.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { exactTime, formatBytes, formatDurationNs } from '../../ui/format.ts';
import { AttributeList } from './attribute-list.tsx';
import type { TraceModel } from './model/trace-model.ts';
import { GroupedNumber } from './values/grouped-number.tsx';
import styles from './span-panel.module.css';

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['unset', 'ok', 'error'];

/** Attributes of a span, then the fields every span has. */
export function AttributesTab(props: { projectId: string; model: TraceModel; detail: SpanDetail }) {
  const { projectId, model, detail } = props;
  const parent =
    detail.parentSpanId !== '' && model.indexOf(detail.parentSpanId) >= 0
      ? hrefOf({
          screen: 'trace',
          projectId,
          traceId: detail.traceId,
          spanId: detail.parentSpanId,
          view: 'attributes',
        })
      : null;
  return (
    <div className={styles.tab}>
      <AttributeList
        key={detail.spanId}
        projectId={projectId}
        attributes={detail.attributes}
        label="attributes"
        dropped={detail.droppedAttributesCount}
      />
      <h3 className={styles.heading}>Span</h3>
      <dl>
        <Field name="Kind">{KINDS[detail.kind] ?? `unknown (${detail.kind})`}</Field>
        <Field name="Status">
          {STATUSES[detail.status.code] ?? `unknown (${detail.status.code})`}
        </Field>
        <Field name="Start">
          <Time nanoseconds={detail.startTimeUnixNano} />
        </Field>
        <Field name="End">
          <Time nanoseconds={detail.endTimeUnixNano} />
        </Field>
        <Field name="Duration">
          {formatDurationNs(Number(detail.durationNano))} (
          <GroupedNumber text={detail.durationNano} /> ns)
          {detail.durationNano.startsWith('-') ? ', as sent: it ends before it starts' : null}
        </Field>
        <Field name="Span id">
          <CopyText text={detail.spanId} what="span id" />
        </Field>
        {detail.parentSpanId === '' ? null : (
          <Field name="Parent">
            {parent === null ? (
              `${detail.parentSpanId} (not in this trace)`
            ) : (
              <a className={styles.link} href={parent}>
                {detail.parentSpanId}
              </a>
            )}
          </Field>
        )}
        {detail.traceState === '' ? null : <Field name="Trace state">{detail.traceState}</Field>}
        <Field name="Size">{formatBytes(detail.bytes)}</Field>
      </dl>
    </div>
  );
}

function Field(props: { name: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Time({ nanoseconds }: { nanoseconds: string }) {
  const us = Number(BigInt(nanoseconds) / 1000n);
  return <span title={`${nanoseconds} ns since 1970`}>{exactTime(us).split('\n')[0]}</span>;
}
