import type { DetailEvent, SpanDetail } from '../../../shared/span-detail.ts';
import { HIDDEN_VALUE } from '../../../shared/visibility.ts';
import { Badge } from '../../ui/badge.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { exactTime, formatCount, formatDurationNs } from '../../ui/format.ts';
import { Pager } from '../../ui/pager.tsx';
import { AttributeList } from './attribute-list.tsx';
import { exceptionOf } from './model/exception.ts';
import { useFocusedItem } from './mark-focus.ts';
import { ITEMS_DRAWN, useItemPage } from './use-item-page.ts';
import { PlainText } from './values/plain-text.tsx';
import styles from './span-panel.module.css';

/** What happened during a span, exceptions readable. */
export function EventsTab(props: { projectId: string; detail: SpanDetail }) {
  const { detail } = props;
  const focused = useFocusedItem(
    detail.spanId,
    detail.events.map(({ timeUnixNano }) => timeUnixNano),
  );
  const { page, setPage } = useItemPage(detail.spanId, focused.item);
  const first = page * ITEMS_DRAWN;
  const rest = detail.eventCount - detail.events.length;
  return (
    <div className={styles.tab}>
      <Pager page={page} pageSize={ITEMS_DRAWN} total={detail.events.length} onPage={setPage} />
      <ol className={styles.list} start={first + 1}>
        {detail.events.slice(first, first + ITEMS_DRAWN).map((event, i) => (
          <li
            // Events have no ids and never change their order.
            // eslint-disable-next-line react/no-array-index-key
            key={first + i}
            ref={first + i === focused.item ? focused.element : undefined}
            className={styles.card}
            data-focused={first + i === focused.item || undefined}
          >
            <EventCard projectId={props.projectId} event={event} start={detail.startTimeUnixNano} />
          </li>
        ))}
      </ol>
      {rest > 0 ? (
        <p className={styles.none}>{formatCount(rest)} more events are in the raw span.</p>
      ) : null}
      {detail.droppedEventsCount > 0 ? (
        <p className={styles.none}>
          {formatCount(detail.droppedEventsCount)} events left out by the sender.
        </p>
      ) : null}
    </div>
  );
}

function EventCard(props: { projectId: string; event: DetailEvent; start: string }) {
  const { event } = props;
  const { exception, others } = exceptionOf(event);
  return (
    <>
      <div className={styles.cardHead}>
        <span className={styles.cardName}>{event.name}</span>
        {exception ? (
          <Badge tone="error" icon="error">
            exception
          </Badge>
        ) : null}
        <EventTime time={event.timeUnixNano} start={props.start} />
      </div>
      {exception ? (
        <div className={styles.exception}>
          <div>
            <b>
              <PlainText text={exception.type} limit={300} />
            </b>
            {exception.type !== '' && exception.message !== '' ? ': ' : ''}
            <PlainText text={exception.message} limit={1000} />
          </div>
          {exception.stack === '' ? null : (
            <div className={styles.stack}>
              {/* Scrolls sideways, so it must be reachable with the keyboard. */}
              {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
              <pre tabIndex={0} role="region" aria-label="Stack trace">
                <PlainText text={exception.stack} limit={3000} />
              </pre>
              {exception.stack === HIDDEN_VALUE ? null : (
                <CopyButton
                  className={styles.stackCopy ?? ''}
                  text={exception.stack}
                  what="stack trace"
                />
              )}
            </div>
          )}
        </div>
      ) : null}
      {others.length > 0 ? (
        <AttributeList
          projectId={props.projectId}
          attributes={others}
          label="event attributes"
          dropped={event.droppedAttributesCount}
        />
      ) : null}
    </>
  );
}

/** How long after the start of the span, with the exact time on hover. */
export function EventTime(props: { time: string; start: string }) {
  if (props.time === '0') return <span className={styles.when}>no time</span>;
  const offset = Number(BigInt(props.time) - BigInt(props.start));
  return (
    <span className={styles.when} title={exactTime(Number(BigInt(props.time) / 1000n))}>
      {offset < 0 ? '' : '+'}
      {formatDurationNs(offset)}
    </span>
  );
}
