import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { useCurrentProject } from '../../app/use-project.ts';
import { hasCode, messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { TextArea } from '../../ui/input.tsx';
import { useMay } from '../people/use-may.ts';
import { MarkedText } from './marked-text.tsx';
import { sumBy } from './sum-by.ts';
import { useSettled } from './use-settled.ts';
import { useTrial } from './use-trial.ts';
import styles from './privacy.module.css';
import trial from './trial.module.css';

type Rule = RedactionRules['rules'][number];

/** Newest records of each signal a rule is tried on. */
const RECORDS = 1000;

/** What one rule alone finds: in a text of one's own, and in the newest records of the project. */
export function RuleTrial(props: {
  projectId: string;
  rule: Rule | undefined;
  /** Told why the rule cannot be used, or undefined. */
  onFailure: (message: string | undefined) => void;
}) {
  const { projectId, rule, onFailure } = props;
  const [text, setText] = useState('');
  const alone = { types: [], rules: rule ? [rule] : [], dropKeys: [], keepOnlyKeys: [] };
  const { asked, tried, error } = useTrial(projectId, alone, [{ key: '', text }]);
  // That the collector is away says nothing of the rule.
  const failure = rule && hasCode(error, 'invalid') ? messageOf(error) : undefined;
  useEffect(() => onFailure(failure), [failure, onFailure]);
  const [result] = tried ?? [];
  const isCurrent = asked[0]?.text === text && rule !== undefined && !error;
  return (
    <section className={trial.trial} aria-label="Try the rule">
      <h3>Try it</h3>
      <TextArea
        mono
        rows={3}
        aria-label="Text to try the rule on"
        placeholder="Write or paste something it should find, and something it should not."
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className={trial.found} aria-live="polite">
        {text === '' ? (
          <span className="faint">Nothing of it is stored.</span>
        ) : result && isCurrent ? (
          <>
            {formatPlural(result.hits.length, 'hit')}:{' '}
            <MarkedText before={text} after={result.text} hits={result.hits} show="after" />
          </>
        ) : (
          <span className="faint">
            {failure
              ? 'The pattern cannot be used.'
              : rule === undefined
                ? 'It is tried once the rule says what to find.'
                : error
                  ? messageOf(error)
                  : '…'}
          </span>
        )}
      </p>
      <RecentHits projectId={projectId} rule={failure === undefined ? rule : undefined} />
    </section>
  );
}

function RecentHits({ projectId, rule }: { projectId: string; rule: Rule | undefined }) {
  const mayRead = useMay(useCurrentProject()?.organizationId, projectId)('traces:read');
  const settled = useSettled({ rule });
  const { data, error, isFetching } = useQuery(
    api.redaction.coverage.queryOptions({
      input: {
        projectId,
        types: [],
        rules: settled.rule ? [settled.rule] : [],
        dropKeys: [],
        keepOnlyKeys: [],
        records: RECORDS,
      },
      enabled: mayRead && settled.rule !== undefined,
      placeholderData: keepPreviousData,
      staleTime: 0,
      gcTime: 0,
      retry: false,
    }),
  );
  if (!mayRead) return null;
  const rows = data?.rows.filter(({ rule: id }) => id === settled.rule?.id) ?? [];
  const keys = sumBy(rows, ({ key }) => key);
  const hits = rows.reduce((sum, { count }) => sum + count, 0);
  const looked = data ? data.spans + data.logs + data.metrics : 0;
  return (
    <p className={trial.found} role="status" aria-label="Hits in recent data">
      {settled.rule === undefined || rule === undefined ? (
        <span className="faint">Recent data is looked through once the rule can be used.</span>
      ) : error ? (
        <span className={styles.bad}>{messageOf(error)}</span>
      ) : isFetching || !data ? (
        <span className="faint">Looking through recent data…</span>
      ) : looked === 0 ? (
        <span className="faint">Nothing has arrived in this project yet.</span>
      ) : (
        <>
          <strong>{formatPlural(hits, 'hit')}</strong> in the newest{' '}
          {formatPlural(looked, 'record')}
          {keys.length > 0 ? (
            <>
              :{' '}
              {keys
                .slice(0, 5)
                .map(({ name, count }) => `${name} (${formatCount(count)})`)
                .join(', ')}
              {keys.length > 5 ? ', …' : ''}
            </>
          ) : null}
        </>
      )}
    </p>
  );
}
