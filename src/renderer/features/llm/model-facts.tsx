import type { ReactNode } from 'react';
import type { LlmView } from '../../../shared/genai/llm-view.ts';
import type { SpanDetail } from '../../../shared/span-detail.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import { formatCount, formatDurationNs, formatMoney, formatRate } from '../../ui/format.ts';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import { costExplanation, costWords, missingCost } from '../trace/cost-words.ts';
import { formatJson } from '../trace/values/json-value.ts';
import styles from './llm.module.css';

const FACTS: Readonly<Record<string, readonly DerivedField[]>> = {
  Model: ['model'],
  In: ['inputTokens'],
  Out: ['outputTokens'],
  Cost: ['costUsd'],
  Session: ['session'],
  User: ['user'],
};

/** Model, tokens, cost and request parameters of a call. */
export function ModelFacts({ detail, llm }: { detail: SpanDetail; llm: LlmView }) {
  const { genAi } = detail;
  const tokens = genAi.inputTokens + genAi.outputTokens;
  const missing = missingCost(detail);
  return (
    <dl className={styles.facts}>
      {genAi.model === '' ? null : (
        <Fact name="Model">
          {genAi.model}
          {genAi.provider === '' ? null : <span className={styles.quiet}> {genAi.provider}</span>}
        </Fact>
      )}
      {tokens > 0 ? (
        <>
          <Fact name="In">
            {formatCount(genAi.inputTokens)}
            <Part count={genAi.cachedTokens} word="cached" />
            <Part count={genAi.cacheWriteTokens} word="written to cache" />
          </Fact>
          <Fact name="Out">
            {formatCount(genAi.outputTokens)}
            <Part count={genAi.reasoningTokens} word="reasoning" />
          </Fact>
        </>
      ) : null}
      {missing === undefined ? null : (
        <Fact name="Cost">
          <span className={styles.quiet} title={missing}>
            no price for this model
          </span>
        </Fact>
      )}
      {detail.costUsd === null ? null : (
        <Fact name="Cost">
          {formatMoney(detail.costUsd)}
          <span className={styles.quiet} title={costExplanation(detail)}>
            {' '}
            {costWords(detail)}
          </span>
        </Fact>
      )}
      {llm.firstChunkMs === undefined ? null : (
        <Fact name="First chunk">
          {formatDurationNs(llm.firstChunkMs * 1e6)}
          <Rate detail={detail} firstChunkMs={llm.firstChunkMs} />
        </Fact>
      )}
      {llm.finishReasons.length > 0 ? (
        <Fact name="Finish">{llm.finishReasons.join(', ')}</Fact>
      ) : null}
      {llm.parameters.map(({ key, value }) => (
        <Fact key={key} name={key}>
          {typeof value === 'string' ? value.slice(0, 200) : formatJson(value, 0).slice(0, 200)}
        </Fact>
      ))}
      {hiddenFacts(detail).map((name) => (
        <Fact key={name} name={name}>
          <HiddenValue what={name.toLowerCase()} />
        </Fact>
      ))}
      {genAi.session === '' ? null : <Fact name="Session">{genAi.session}</Fact>}
      {genAi.user === '' ? null : <Fact name="User">{genAi.user}</Fact>}
    </dl>
  );
}

/** Facts that a rule hides, by name. */
function hiddenFacts({ hiddenFields = [] }: SpanDetail): string[] {
  return Object.entries(FACTS)
    .filter(([, fields]) => fields.some((field) => hiddenFields.includes(field)))
    .map(([name]) => name);
}

/** Output tokens a second from the first piece of the answer to its end. */
function Rate({ detail, firstChunkMs }: { detail: SpanDetail; firstChunkMs: number }) {
  const seconds = (Number(detail.durationNano) / 1e6 - firstChunkMs) / 1000;
  const tokens = detail.genAi.outputTokens;
  if (tokens === 0 || seconds < 0.001) return null;
  return <span className={styles.quiet}> then {formatRate(tokens / seconds, 'tokens')}</span>;
}

function Fact(props: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Part({ count, word }: { count: number; word: string }) {
  if (count === 0) return null;
  return (
    <span className={styles.quiet}>
      {' '}
      {formatCount(count)} {word}
    </span>
  );
}
