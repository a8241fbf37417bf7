import type { QuotaState } from '../../../shared/contract/usage.ts';
import { dayStartMs } from './day.ts';
import { levelOf } from './holder.ts';
import type { Limits, Quota } from './limits.ts';
import { KEYLESS, type UsageMeter } from './usage-meter.ts';

const QUOTAS: readonly Quota[] = ['spansPerDay', 'bytes', 'requestsPerSecond'];

/** Each limit of a project or a key, and how far it is used up now. */
export function quotaStates(
  meter: UsageMeter,
  limits: Limits,
  owner: Pick<QuotaState, 'projectId' | 'keyId' | 'keyName'>,
): QuotaState[] {
  const { projectId, keyId } = owner;
  const sender = meter.sender(projectId, keyId ?? KEYLESS);
  const holder = keyId === null ? sender.project.holder : sender.holder;
  const used: Readonly<Record<Quota, number | null>> = {
    spansPerDay: holder.spans,
    bytes: sender.project.bytes,
    requestsPerSecond: null,
  };
  return QUOTAS.flatMap((quota) => {
    const limit = limits[quota];
    if (limit === null) return [];
    const refused = quota === 'requestsPerSecond' ? holder.tooFast : 0;
    const state: QuotaState = {
      ...owner,
      quota,
      limit,
      used: used[quota],
      level: refused > 0 ? 'reached' : levelOf(used[quota] ?? 0, limit),
      refused,
      resetsAt: quota === 'spansPerDay' ? new Date(dayStartMs(holder.day + 1)).toISOString() : null,
    };
    return [state];
  });
}
