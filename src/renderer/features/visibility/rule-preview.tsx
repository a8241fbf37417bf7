import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { formatCount, formatPlural } from '../../ui/format.ts';
import type { Coverage } from './presets.ts';
import { SCOPE_WORDS } from './scope-words.ts';
import styles from './visibility.module.css';

/** Nothing is asked while somebody is still typing, ms. */
const TYPING_MS = 300;

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as T), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Which keys of the newest telemetry a rule would cover: its effect before it has any. */
export function RulePreview(props: { projectId: string; coverage: Coverage }) {
  const { pattern, match, scopes } = useSettled(props.coverage);
  const isReady = pattern !== '' && scopes.length > 0;
  const { data, error } = useQuery(
    api.visibility.preview.queryOptions({
      input: { projectId: props.projectId, pattern, match, scopes: [...scopes] },
      enabled: isReady,
      placeholderData: keepPreviousData,
      retry: false,
      gcTime: 0,
    }),
  );
  return (
    <section className={styles.preview} aria-label="What it covers" aria-live="polite">
      <h3>What it covers in recent telemetry</h3>
      {!isReady ? (
        <p className="muted">Name an attribute and at least one place to see.</p>
      ) : error ? (
        <p className={styles.bad}>{messageOf(error)}</p>
      ) : !data ? (
        <p className="muted">Looking…</p>
      ) : data.records === 0 ? (
        <p className="muted">Nothing has arrived in this project yet.</p>
      ) : data.keys.length === 0 ? (
        <p className="muted">
          No attribute of the newest {formatPlural(data.records, 'record')}. The rule holds for what
          comes all the same.
        </p>
      ) : (
        <>
          <p className="muted">
            {data.truncated ? 'More than ' : ''}
            {formatPlural(data.keys.length, 'key')} in the newest{' '}
            {formatPlural(data.records, 'record')}
          </p>
          {/* Scrolls, so it must be reachable with the keyboard. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <ul className={styles.keys} tabIndex={0} aria-label="Covered keys">
            {data.keys.map(({ scope, key, count }) => (
              <li key={`${scope}/${key}`}>
                <code title={key}>{key}</code>
                <span className="faint">{SCOPE_WORDS[scope].name}</span>
                <span className={styles.count}>{formatCount(count)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
