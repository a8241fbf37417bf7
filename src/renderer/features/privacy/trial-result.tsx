import { clsx } from 'clsx';
import { useState } from 'react';
import type { TriedField } from '../../../shared/contract/redaction.ts';
import { Badge } from '../../ui/badge.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { MarkedText } from './marked-text.tsx';
import { typeName } from './type-words.ts';
import finds from './finds.module.css';
import styles from './privacy.module.css';
import trial from './trial.module.css';

interface Field {
  readonly key: string;
  readonly text: string;
}

/** Values before and after, side by side, and what was found in them by which rule. */
export function TrialResult(props: {
  fields: readonly Field[];
  tried: readonly TriedField[] | undefined;
  isSpan: boolean;
}) {
  const { fields, tried, isSpan } = props;
  const [showsAll, setShowsAll] = useState(false);
  if (tried === undefined || tried.length !== fields.length) return <LoadingState />;
  const pairs = fields.map((field, index) => ({ field, result: tried[index]!, index }));
  const changed = pairs.filter(
    ({ result, field }) =>
      result.hits.length > 0 || result.action === 'drop' || result.key !== field.key,
  );
  const shown = isSpan && !showsAll ? changed : pairs;
  const hits = tried.flatMap((result) => result.hits);
  return (
    <>
      <Section
        title={hits.length === 0 ? 'Nothing found' : formatPlural(hits.length, 'hit')}
        description={
          isSpan && changed.length > 0
            ? `${changed.length} of ${formatPlural(fields.length, 'value')} would not be stored as sent.`
            : undefined
        }
        actions={
          isSpan ? (
            <Checkbox checked={showsAll} onChange={setShowsAll}>
              Show all values
            </Checkbox>
          ) : null
        }
      >
        {shown.length === 0 ? (
          <p className={styles.none}>
            Everything would be stored as sent ({formatPlural(fields.length, 'value')}).
          </p>
        ) : (
          <div className={trial.pairs}>
            <h3>Before</h3>
            <h3 className={trial.copied}>
              After
              {isSpan ? null : <CopyButton text={tried[0]!.text} what="what would be stored" />}
            </h3>
            {shown.map(({ field, result, index }) => (
              <Pair key={index} field={field} result={result} />
            ))}
          </div>
        )}
      </Section>
      {hits.length > 0 ? <HitsTable pairs={changed} /> : null}
    </>
  );
}

function Pair({ field, result }: { field: Field; result: TriedField }) {
  const { action, hits, text } = result;
  return (
    <>
      <div className={trial.side}>
        {field.key === '' ? null : <code className={trial.sideKey}>{field.key}</code>}
        <MarkedText before={field.text} after={text} hits={hits} show="before" />
      </div>
      <div className={trial.side}>
        {field.key === '' ? null : (
          <code className={trial.sideKey}>
            {result.key}
            {action === 'allow' ? <Badge>never looked at</Badge> : null}
          </code>
        )}
        {action === 'drop' ? (
          <span className="faint">The attribute is not stored.</span>
        ) : (
          <MarkedText before={field.text} after={text} hits={hits} show="after" />
        )}
      </div>
    </>
  );
}

function HitsTable(props: {
  pairs: readonly { field: Field; result: TriedField; index: number }[];
}) {
  return (
    <div className={table['wrap']}>
      <table className={table['table']} aria-label="What was found">
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">Rule</th>
            <th scope="col">Attribute</th>
            <th scope="col">Found</th>
          </tr>
        </thead>
        <tbody>
          {props.pairs.flatMap(({ field, result, index }) =>
            result.hits.map(({ type, rule, start, end }) => (
              <tr key={`${index} ${start}`}>
                <td>{typeName(type)}</td>
                <td className={table['quiet']}>
                  <code>{rule}</code>
                </td>
                <td className={clsx(table['quiet'], finds.finds)} title={field.key}>
                  {field.key || '–'}
                </td>
                <td className={finds.finds} title={field.text.slice(start, end)}>
                  <code>{field.text.slice(start, end)}</code>
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
