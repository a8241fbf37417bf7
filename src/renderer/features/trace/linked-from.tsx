import type { LinkingSpan } from '../../../shared/contract/traces.ts';
import { hrefOf } from '../../app/route.ts';
import { Button } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy-button.tsx';
import { exactTime, formatDuration, localTime, shortId } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { shownName } from '../../ui/shown-name.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { StatusBadge } from '../../ui/badge.tsx';
import type { useLinkedFrom } from './use-linked-from.ts';
import styles from './span-panel.module.css';

/** Spans that link to this one, the latest first. */
export function LinkedFromList(props: {
  projectId: string;
  /** Trace of the span that is linked to. */
  traceId: string;
  linked: ReturnType<typeof useLinkedFrom>;
}) {
  const { linked } = props;
  if (linked.spans === undefined) {
    return linked.error === null ? (
      <LoadingState label="Looking for links to this span" />
    ) : (
      <ErrorState
        title="Links to this span could not be read"
        error={linked.error}
        onRetry={() => void linked.refetch()}
      />
    );
  }
  if (linked.spans.length === 0) return <p className={styles.none}>No span links to this one.</p>;
  return (
    <>
      <ol className={styles.list} aria-label="Linked from">
        {linked.spans.map((span) => (
          <li key={span.traceId + span.spanId} className={styles.card}>
            <LinkingCard {...props} span={span} />
          </li>
        ))}
      </ol>
      {linked.hasNextPage ? (
        <p className={styles.more}>
          <Button disabled={linked.isFetchingNextPage} onClick={() => void linked.fetchNextPage()}>
            Show earlier ones
          </Button>
        </p>
      ) : null}
      {linked.isFetchNextPageError ? (
        <p className={styles.none} role="alert">
          Earlier ones could not be read: {linked.error?.message}
        </p>
      ) : null}
    </>
  );
}

function LinkingCard(props: { projectId: string; traceId: string; span: LinkingSpan }) {
  const { span } = props;
  const { traceId, spanId } = span;
  return (
    <>
      <div className={styles.cardHead}>
        <a
          className={styles.link}
          href={hrefOf({
            screen: 'trace',
            projectId: props.projectId,
            traceId,
            spanId,
            view: null,
          })}
        >
          <Icon name="external" size={13} /> {shownName(span.name)}
        </a>
        {span.status === 'error' ? <StatusBadge status="error" /> : null}
        <span className={styles.when} title={exactTime(span.startUs)}>
          {localTime(span.startUs)}
        </span>
      </div>
      <div className={styles.linking}>
        {[span.service, formatDuration(span.durationUs)].filter((text) => text !== '').join(' · ')}
        {traceId === props.traceId ? (
          <span>in this trace</span>
        ) : (
          <CopyText text={traceId} what="trace id" shown={shortId(traceId)} />
        )}
        <CopyText text={spanId} what="span id" shown={shortId(spanId)} />
      </div>
    </>
  );
}
