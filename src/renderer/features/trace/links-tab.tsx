import type { SpanDetail } from '../../../shared/span-detail.ts';
import { hrefOf } from '../../app/route.ts';
import { CopyText } from '../../ui/copy-button.tsx';
import { formatCount, shortId } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Pager } from '../../ui/pager.tsx';
import { AttributeList } from './attribute-list.tsx';
import { LinkedFromList } from './linked-from.tsx';
import { ITEMS_DRAWN, useItemPage } from './use-item-page.ts';
import type { useLinkedFrom } from './use-linked-from.ts';
import styles from './span-panel.module.css';

/** Spans this one refers to, often in other traces, and those that refer to it. */
export function LinksTab(props: {
  projectId: string;
  detail: SpanDetail;
  linked: ReturnType<typeof useLinkedFrom>;
}) {
  const { projectId, detail } = props;
  const { page, setPage } = useItemPage(detail.spanId, -1);
  const first = page * ITEMS_DRAWN;
  const rest = detail.linkCount - detail.links.length;
  return (
    <div className={styles.tab}>
      <h3 className={styles.heading}>Links to</h3>
      {detail.linkCount === 0 ? <p className={styles.none}>This span links to no other.</p> : null}
      <Pager page={page} pageSize={ITEMS_DRAWN} total={detail.links.length} onPage={setPage} />
      <ol className={styles.list} start={first + 1} aria-label="Links to">
        {detail.links.slice(first, first + ITEMS_DRAWN).map((link, i) => (
          // Links have no ids and never change their order.
          // eslint-disable-next-line react/no-array-index-key
          <li key={first + i} className={styles.card}>
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
      <h3 className={styles.heading}>Linked from</h3>
      <LinkedFromList projectId={projectId} traceId={detail.traceId} linked={props.linked} />
    </div>
  );
}
