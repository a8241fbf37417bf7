import type { QuotaState } from '../../../shared/contract/usage.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';

/** What is limited, in words. */
function quotaName(quota: QuotaState['quota']): string {
  switch (quota) {
    case 'spansPerDay':
      return 'spans a day';
    case 'bytes':
      return 'bytes kept';
    case 'requestsPerSecond':
      return 'requests a second';
  }
}

/** `1,000 spans a day`, `2 GB kept`. */
export function limitText({ quota, limit }: Pick<QuotaState, 'quota' | 'limit'>): string {
  if (quota === 'bytes') return `${formatBytes(limit)} kept`;
  const name = limit === 1 && quota === 'requestsPerSecond' ? 'request a second' : quotaName(quota);
  return `${formatCount(limit)} ${name}`;
}

/** How much of a limit is used, as a whole percentage: never 100 before it is reached. */
export function percentOf({ used, limit }: Pick<QuotaState, 'used' | 'limit'>): number {
  return Math.floor(((used ?? 0) / limit) * 100);
}

/** One sentence about a limit that is used up far or wholly. */
export function warningText(state: QuotaState): string {
  const owner = state.keyId === null ? 'This project' : `The key “${state.keyName || state.keyId}”`;
  const limit = limitText(state);
  if (state.quota === 'requestsPerSecond') {
    return `${owner} sent more than ${limit}; ${formatCount(state.refused)} refused today.`;
  }
  if (state.level === 'near') return `${owner} has used ${percentOf(state)} % of ${limit}.`;
  const until = state.quota === 'bytes' ? 'until the limit is raised' : 'until midnight UTC';
  return `${owner} has used up ${limit}: more is refused ${until}.`;
}
