import type { SpanDetail } from '../../../shared/span-detail.ts';
import { hrefOf } from '../../app/route.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatCount, shortId } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { AttributeList } from './attribute-list.tsx';
import styles from './span-panel.module.css';

/** Spans this one refers to, often in other traces. */
export function LinksTab(props: { projectId: string; detail: SpanDetail }) {
  const { projectId, detail } = props;
  const rest = detail.linkCount - detail.links.length;
  return (
    <div className={styles.tab}>
      <ol className={styles.list}>
        {detail.links.map((link, i) => (
          // Links have no ids and never change their order.
          // eslint-disable-next-line react/no-array-index-key
          <li key={i} className={styles.card}>
            <div className={styles.cardHead}>
              <a
                className={styles.link}
                href={hrefOf({
                  screen: 'trace',
                  projectId,
                  traceId: link.traceId,
                  spanId: link.spanId,
                  view: null,
                })}
              >
                <Icon name="external" size={13} />{' '}
                {link.traceId === detail.traceId ? 'Span in this trace' : 'Open the linked trace'}
              </a>
              <CopyText text={link.traceId} what="trace id" shown={shortId(link.traceId)} />
              <CopyText text={link.spanId} what="span id" shown={shortId(link.spanId)} />
            </div>
            {link.attributes.length > 0 ? (
              <AttributeList
                projectId={projectId}
                attributes={link.attributes}
                label="link attributes"
                dropped={link.droppedAttributesCount}
              />
            ) : null}
          </li>
        ))}
      </ol>
      {rest > 0 ? (
        <p className={styles.none}>{formatCount(rest)} more links are in the raw span.</p>
      ) : null}
    </div>
  );
}
