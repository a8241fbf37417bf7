import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { formatCount } from '../../ui/format.ts';
import { NamePieces } from '../../ui/name-pieces.tsx';
import { ScrolledTable } from '../../ui/scrolled-table.tsx';
import table from '../../ui/table.module.css';
import { typeName } from './type-words.ts';
import styles from './finds.module.css';

/** What was found, or would be, in one place by one rule: how often, never what. */
export interface Find {
  readonly type: string;
  /** Of the attribute. */
  readonly key: string;
  readonly service: string;
  readonly environment?: string;
  readonly rule: string;
  readonly count: number;
}

/** What is counted under it was in several places: of so many that they are not told apart. */
const SEVERAL = '*';

/** Columns that a narrow window has no room for. */
const ASIDE = new Set(['Environment', 'Rule']);

function Several() {
  return (
    <span className="faint" title="In so many places that they are counted together">
      several
    </span>
  );
}

/** A column that only one of the tables has. */
export interface FindColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
}

/** Finds as they are listed everywhere: what, where, by which rule and how often. */
export function FindsTable<Row extends Find>(props: {
  label: string;
  rows: readonly Row[];
  /** What tells rows of the same find apart. */
  keyOf?: (row: Row) => string;
  /** When. */
  before?: readonly FindColumn<Row>[];
  /** What was done about it. */
  after?: readonly FindColumn<Row>[];
}) {
  const { rows, before = [], after = [] } = props;
  const hasEnvironment = rows.some(({ environment }) => environment !== undefined);
  return (
    <ScrolledTable label={props.label} isLast>
      <thead>
        <tr>
          {[
            ...before.map(({ title }) => title),
            'Type',
            'Attribute',
            'Service',
            ...(hasEnvironment ? ['Environment'] : []),
            'Rule',
            ...after.map(({ title }) => title),
          ].map((title) => (
            <th key={title} scope="col" className={ASIDE.has(title) ? styles.aside : undefined}>
              {title}
            </th>
          ))}
          <th scope="col" className={table['right']}>
            Count
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { type, key, service, environment, rule, count } = row;
          return (
            <tr key={[props.keyOf?.(row), type, rule, key, service, environment].join(' ')}>
              {before.map(({ title, cell }) => (
                <td key={title} className={table['quiet']}>
                  {cell(row)}
                </td>
              ))}
              <td className={styles.finds} title={typeName(type)}>
                {typeName(type)}
                <code className={styles.below}>{rule}</code>
              </td>
              <td className={clsx(styles.finds, styles.attribute)}>
                {key === SEVERAL ? (
                  <Several />
                ) : (
                  <code title={key}>
                    <NamePieces text={key} />
                  </code>
                )}
              </td>
              <td className={clsx(styles.finds, styles.service)} title={service}>
                {service === SEVERAL ? <Several /> : service || '–'}
                {environment ? <span className={styles.below}>{environment}</span> : null}
              </td>
              {hasEnvironment ? (
                <td
                  className={clsx(table['quiet'], styles.finds, styles.environment, styles.aside)}
                  title={environment}
                >
                  {environment || '–'}
                </td>
              ) : null}
              <td
                className={clsx(table['quiet'], styles.finds, styles.rule, styles.aside)}
                title={rule}
              >
                <code>{rule}</code>
              </td>
              {after.map(({ title, cell }) => (
                <td key={title} className={styles.word}>
                  {cell(row)}
                </td>
              ))}
              <td className={table['num']}>{formatCount(count)}</td>
            </tr>
          );
        })}
      </tbody>
    </ScrolledTable>
  );
}
