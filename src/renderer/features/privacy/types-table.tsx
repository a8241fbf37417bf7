import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TriedField } from '../../../shared/contract/redaction.ts';
import { PII_TYPES, type PiiType } from '../../../shared/redaction.ts';
import { api } from '../../client/client.ts';
import { formatCount } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Switch } from '../../ui/switch.tsx';
import table from '../../ui/table.module.css';
import { useNow } from '../../ui/use-now.ts';
import { withType } from './draft.ts';
import { MarkedText } from './marked-text.tsx';
import { startOf } from './redaction-buckets.ts';
import { ReplacementField, ReplacementText } from './replacement-field.tsx';
import { SAMPLES, TYPE_WORDS } from './type-words.ts';
import type { Draft } from './use-draft.ts';
import { useTrial } from './use-trial.ts';
import styles from './privacy.module.css';

const FIELDS = PII_TYPES.map((type) => ({ key: '', text: SAMPLES[type] }));

/** How often what was found in the last day, by type: as many as the tab of redactions says. */
function useLastDay(projectId: string): ReadonlyMap<string, number> | undefined {
  const from = startOf('day', useNow());
  const { data } = useQuery(
    api.redaction.summary.queryOptions({
      input: { projectId, from, bucket: 'hour' },
      staleTime: 0,
      refetchInterval: 15_000,
      placeholderData: keepPreviousData,
    }),
  );
  return data && new Map(data.types.map(({ name, count }) => [name, count]));
}

/** Kinds of data: whether each is redacted, by what, with an example made by the collector. */
export function TypesTable(props: {
  projectId: string;
  draft: Draft;
  required: readonly PiiType[];
  mayManage: boolean;
}) {
  const { draft, required } = props;
  const { tried } = useTrial(props.projectId, draft.changes, FIELDS);
  const counts = useLastDay(props.projectId);
  return (
    <div className={table['wrap']}>
      <table
        className={`${table['table'] ?? ''} ${styles.types ?? ''}`}
        aria-label="What to redact"
      >
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">
              <span className="visually-hidden">Redacted</span>
            </th>
            <th scope="col">Replacement</th>
            <th scope="col">{draft.rules.mode === 'on' ? 'Example' : 'Example, if redacted'}</th>
            <th scope="col" className={table['right']}>
              Last 24 h
            </th>
          </tr>
        </thead>
        <tbody>
          {PII_TYPES.map((type, index) => (
            <TypeRow
              key={type}
              type={type}
              draft={draft}
              isRequired={required.includes(type)}
              mayManage={props.mayManage}
              tried={tried?.[index]}
              count={counts?.get(type)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TypeRow(props: {
  type: PiiType;
  draft: Draft;
  isRequired: boolean;
  mayManage: boolean;
  tried: TriedField | undefined;
  count: number | undefined;
}) {
  const { type, draft, isRequired, mayManage } = props;
  const { mode, types, replacements } = draft.rules;
  const isOn = isRequired || types.includes(type);
  const { name, means } = TYPE_WORDS[type];
  const { [type]: own, ...others } = replacements;
  return (
    <tr data-off={isOn ? undefined : ''}>
      <td>
        <span id={`type-${type}`}>{name}</span>
        <span className={styles.typeMeans}>{means}</span>
      </td>
      <td className={table['tight']}>
        {isRequired ? (
          <span className={styles.locked} title="Required by the instance in every project">
            <Icon name="ok" size={14} /> Required
          </span>
        ) : (
          <span className={styles.switch}>
            <Switch
              aria-labelledby={`type-${type}`}
              checked={isOn}
              disabled={!mayManage}
              idle={mode === 'off' ? 'Not in effect while redaction is off' : undefined}
              onChange={(on) => draft.change({ types: withType(types, type, on) })}
            />
          </span>
        )}
      </td>
      <td>
        {mayManage ? (
          <ReplacementField
            of={name}
            value={own}
            mayInherit
            onChange={(replacement) =>
              draft.change({
                replacements:
                  replacement === undefined ? others : { ...others, [type]: replacement },
              })
            }
          />
        ) : (
          <ReplacementText value={own} />
        )}
      </td>
      <td className={styles.example}>
        <Example text={SAMPLES[type]} tried={props.tried} />
      </td>
      <td className={table['num']}>{props.count ? formatCount(props.count) : '–'}</td>
    </tr>
  );
}

/** A value and what becomes of it. */
function Example({ text, tried }: { text: string; tried: TriedField | undefined }) {
  if (tried === undefined) return <code className="faint">{text}</code>;
  if (tried.hits.length === 0) {
    return (
      <>
        <code>{text}</code> <span className="faint">stays</span>
      </>
    );
  }
  return (
    <>
      <code className="faint">{text}</code>
      <span aria-hidden="true"> → </span>
      <span className="visually-hidden">becomes</span>
      {tried.text === '' ? (
        <span className="faint">nothing</span>
      ) : (
        <MarkedText before={text} after={tried.text} hits={tried.hits} show="after" />
      )}
    </>
  );
}
