import { useState } from 'react';
import type { DetailAttribute } from '../../../shared/span-detail.ts';
import { hrefOf } from '../../app/route.ts';
import { EVERYTHING } from '../../app/trace-search.ts';
import { attributeQuery } from '../../app/attribute-query.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { TextInput } from '../../ui/input.tsx';
import { NamePieces } from '../../ui/name-pieces.tsx';
import { Pager } from '../../ui/pager.tsx';
import { TryValueLink } from '../privacy/try-value-link.tsx';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import { ITEMS_DRAWN, useItemPage } from './use-item-page.ts';
import { isFilterable, isWide, textOfValue } from './values/detail-text.ts';
import { Highlighted } from './values/redacted-text.tsx';
import { ValueView } from './values/value-view.tsx';
import styles from './span-panel.module.css';

/** From this many attributes on they can be searched. */
const SEARCHABLE = 8;

/** Attributes by key, with search, copying and "show traces with this". */
export function AttributeList(props: {
  projectId: string;
  attributes: readonly DetailAttribute[];
  label: string;
  /** Attributes the sender left out because of its limits. */
  dropped?: number;
}) {
  const { attributes } = props;
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const sorted = attributes
    .map((attribute, i) => ({ ...attribute, place: i }))
    .filter(
      ({ key, value, hidden }) =>
        wanted === '' ||
        key.toLowerCase().includes(wanted) ||
        (!hidden && textOfValue(value).toLowerCase().includes(wanted)),
    )
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place));
  const { page, setPage } = useItemPage(attributes, -1);
  const first = page * ITEMS_DRAWN;
  return (
    <>
      {attributes.length >= SEARCHABLE ? (
        <div className={styles.search}>
          <TextInput
            value={search}
            placeholder="Search attributes"
            aria-label={`Search ${props.label}`}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              setPage(0);
            }}
          />
        </div>
      ) : null}
      <Pager page={page} pageSize={ITEMS_DRAWN} total={sorted.length} onPage={setPage} />
      {sorted.length === 0 ? (
        <p className={styles.none}>
          {wanted === '' ? `No ${props.label}.` : `No ${props.label} hold “${search.trim()}”.`}
        </p>
      ) : (
        <dl className={styles.attributes} aria-label={props.label}>
          {sorted.slice(first, first + ITEMS_DRAWN).map((attribute) => (
            <AttributeRow
              key={`${attribute.key}/${attribute.place}`}
              projectId={props.projectId}
              attribute={attribute}
              highlight={search}
            />
          ))}
        </dl>
      )}
      {props.dropped ? (
        <p className={styles.none}>
          {formatPlural(props.dropped, 'attribute')} left out by the sender.
        </p>
      ) : null}
    </>
  );
}

/** A key, with what is looked for in it marked. */
function KeyName({ text, wanted }: { text: string; wanted: string }) {
  if (wanted.trim() !== '') return <Highlighted text={text} wanted={wanted} />;
  return <NamePieces text={text} />;
}

function AttributeRow(props: { projectId: string; attribute: DetailAttribute; highlight: string }) {
  const { key, value, hidden } = props.attribute;
  if (hidden) {
    return (
      <div className={styles.attribute}>
        <dt className={styles.key}>
          <KeyName text={key} wanted={props.highlight} />
        </dt>
        <dd className={styles.value}>
          <HiddenValue attribute={key} />
        </dd>
      </div>
    );
  }
  const hrefTo = (operator: '=' | '!='): string =>
    hrefOf({
      screen: 'traces',
      projectId: props.projectId,
      search: {
        ...EVERYTHING,
        terms: { query: attributeQuery(key, operator, textOfValue(value).slice(0, 1024)) },
      },
    });
  return (
    <div className={styles.attribute} data-wide={isWide(value) || undefined}>
      <dt className={styles.key}>
        <KeyName text={key} wanted={props.highlight} />
      </dt>
      <dd className={styles.value}>
        <ValueView name={key} value={value} highlight={props.highlight} />
        <span className={styles.actions}>
          {isFilterable(value) ? (
            <a
              className={styles.action}
              href={hrefTo('=')}
              title="Show traces with this value"
              aria-label={`Show traces with this ${key}`}
            >
              <Icon name="filter" size={13} />
            </a>
          ) : null}
          {isFilterable(value) ? (
            <a
              className={styles.action}
              href={hrefTo('!=')}
              title="Show traces without this value"
              aria-label={`Show traces without this ${key}`}
            >
              <Icon name="minus" size={13} />
            </a>
          ) : null}
          {value.type === 'shortened' ? null : (
            <>
              <TryValueLink
                projectId={props.projectId}
                name={key}
                text={() => textOfValue(value)}
                className={styles.action}
              />
              <CopyButton text={() => textOfValue(value)} what={`value of ${key}`} />
            </>
          )}
        </span>
      </dd>
    </div>
  );
}
