import type { Project } from '../../../shared/contract/projects.ts';
import { formatPlural } from '../../ui/format.ts';

/** "forever", "30 days", "7 to 90 days", "7 days and more". */
export function keptText({ shortestDays, longestDays }: Project['kept']): string {
  if (shortestDays === null) return 'forever';
  if (longestDays === null) return `${formatPlural(shortestDays, 'day')} and more`;
  if (shortestDays === longestDays) return formatPlural(longestDays, 'day');
  return `${shortestDays} to ${formatPlural(longestDays, 'day')}`;
}
