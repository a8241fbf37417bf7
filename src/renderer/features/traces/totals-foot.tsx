import type { TracePage } from '../../../shared/contract/traces.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import {
  formatCompact,
  formatCount,
  formatDuration,
  formatMoney,
  formatPlural,
} from '../../ui/format.ts';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import styles from './traces.module.css';

/** Sums over everything that matches, below the list. */
export function TotalsFoot(props: {
  totals: TracePage['totals'] | undefined;
  hidden: readonly DerivedField[];
}) {
  const { totals, hidden } = props;
  if (!totals) return <footer className={styles.foot} />;
  return (
    <footer className={styles.foot} aria-label="Totals">
      <span>
        <b>{formatCount(totals.traces)}</b> {totals.traces === 1 ? 'trace' : 'traces'}
      </span>
      {hidden.includes('errorCount') || hidden.includes('status') ? (
        <span>
          errors <HiddenValue what="The number of errors" />
        </span>
      ) : totals.traces > 0 ? (
        <span className={totals.errors > 0 ? styles.footErrors : undefined}>
          {formatPlural(totals.errors, 'error')}
        </span>
      ) : null}
      {totals.traces > 0 ? (
        <span>
          p50 <b>{formatDuration(totals.p50DurationUs)}</b> · p95{' '}
          <b>{formatDuration(totals.p95DurationUs)}</b>
        </span>
      ) : null}
      {hidden.includes('inputTokens') || hidden.includes('outputTokens') ? (
        <span>
          tokens <HiddenValue what="The number of tokens" />
        </span>
      ) : totals.tokens > 0 ? (
        <span>
          <b>{formatCompact(totals.tokens)}</b> tokens
        </span>
      ) : null}
      {hidden.includes('costUsd') ? (
        <span>
          cost <HiddenValue what="The cost" />
        </span>
      ) : totals.costUsd > 0 ? (
        <span>
          <b>{formatMoney(totals.costUsd)}</b>
        </span>
      ) : null}
    </footer>
  );
}
