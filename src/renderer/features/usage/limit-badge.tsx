import { Badge } from '../../ui/badge.tsx';
import { percentOf, warningText } from './quota-text.ts';
import { useLimitWarnings } from './use-limit-warnings.ts';

/** Says that a limit of a project or of one of its keys is used up, or nearly; nothing otherwise. */
export function LimitBadge({ projectId }: { projectId: string }) {
  const warnings = useLimitWarnings(projectId);
  const worst = warnings[0];
  if (worst === undefined) return null;
  const title = warnings.map(warningText).join('\n');
  return worst.level === 'reached' ? (
    <Badge tone="error" title={title}>
      limit
    </Badge>
  ) : (
    <Badge tone="warn" title={title}>
      {percentOf(worst)} %
    </Badge>
  );
}
