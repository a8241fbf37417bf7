import type { TraceMark } from '../../../shared/trace-marks.ts';
import { formatCount, formatDurationNs } from '../../ui/format.ts';
import { severityWord } from './model/log-lines.ts';
import type { MarkGroup } from './model/marks.ts';

/** Marks named in one tooltip. */
const NAMED = 6;

/** What a mark is, in a word: `event`, `exception`, `log WARN`. */
export function kindWord({ kind, severity }: TraceMark): string {
  return kind === 'log' ? `log ${severityWord(severity)}`.trim() : kind;
}

/** What happened at a mark, a line each; the first ones of many. */
export function markWords({ marks }: MarkGroup): string {
  const lines = marks
    .slice(0, NAMED)
    .map((mark) => `${formatDurationNs(mark.atNs)} ${kindWord(mark)}: ${mark.text}`);
  const rest = marks.length - NAMED;
  return rest > 0 ? [...lines, `and ${formatCount(rest)} more`].join('\n') : lines.join('\n');
}
