import type {
  LimitsOfProject,
  QuotaState,
  UsageNumbers,
  UsageReport,
} from '../../../shared/contract/usage.ts';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDurationNs,
  formatMoney,
} from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { HiddenValue } from '../visibility/hidden-value.tsx';
import { FigureCard } from './meter.tsx';
import { isHidden, tokensOf } from './metrics.ts';
import { limitText, percentOf } from './quota-text.ts';
import styles from './usage.module.css';

const NO_LIMIT = 'No limit';

function meterOf(state: QuotaState | undefined) {
  if (state === undefined || state.used === null) return undefined;
  const text = `${percentOf(state)} % of ${limitText(state)}`;
  return { share: state.used / state.limit, level: state.level, text };
}

/** What the project used today, beside what it may use. */
export function TodayCards(props: {
  today: UsageNumbers;
  bytesKept: number;
  limits: LimitsOfProject;
  hidden: UsageReport['hiddenFields'];
}) {
  const { today, limits, hidden } = props;
  const areTokensHidden = isHidden('tokens', hidden);
  const now = useNow();
  const own = (quota: QuotaState['quota']): QuotaState | undefined =>
    limits.quotas.find((state) => state.keyId === null && state.quota === quota);
  const spans = own('spansPerDay');
  const bytes = own('bytes');
  const rate = own('requestsPerSecond');
  const left = spans?.resetsAt ? Math.max(0, Date.parse(spans.resetsAt) - now) : 0;
  return (
    <div className={styles.cards}>
      <FigureCard
        label="Spans today"
        value={formatCount(spans?.used ?? today.spans)}
        meter={meterOf(spans)}
        note={
          spans
            ? `${percentOf(spans)} % of ${formatCount(spans.limit)}; begins anew in ${formatDurationNs(Math.ceil(left / 60_000) * 60e9)}`
            : NO_LIMIT
        }
      />
      <FigureCard
        label="Bytes kept"
        value={formatBytes(bytes?.used ?? props.bytesKept)}
        meter={meterOf(bytes)}
        note={bytes ? `${percentOf(bytes)} % of ${formatBytes(bytes.limit)}` : NO_LIMIT}
      />
      <FigureCard
        label="Requests today"
        value={formatCount(today.requests)}
        note={
          <>
            {rate ? `At most ${formatCount(rate.limit)} a second` : 'No limit of requests a second'}
            {today.requestsRefused > 0 ? (
              <span className={styles.refused}>
                {formatCount(today.requestsRefused)} refused by limits
              </span>
            ) : null}
          </>
        }
      />
      <FigureCard
        label="Tokens today"
        value={areTokensHidden ? <HiddenValue what="Tokens" /> : formatCount(tokensOf(today))}
        note={
          areTokensHidden
            ? ''
            : `${formatCompact(today.inputTokens)} in, ${formatCompact(today.outputTokens)} out`
        }
      />
      <FigureCard
        label="Cost today"
        value={isHidden('cost', hidden) ? <HiddenValue what="Cost" /> : formatMoney(today.costUsd)}
        note="Of model calls"
      />
    </div>
  );
}
