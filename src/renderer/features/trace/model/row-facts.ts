import { formatDurationNs, formatPlural } from '../../../ui/format.ts';
import type { IconName } from '../../../ui/icons.tsx';
import { durationText, hasStart, startText } from './span-times.ts';
import { PLACED } from './span-tree.ts';
import type { TraceModel } from './trace-model.ts';

/** Icons of GenAI operations; spans of anything else have none. */
const OPERATION_ICONS: Readonly<Record<string, IconName>> = {
  chat: 'message',
  text_completion: 'message',
  generate_content: 'message',
  completion: 'message',
  embeddings: 'layers',
  retrieval: 'search',
  rerank: 'search',
  execute_tool: 'tool',
  invoke_agent: 'bot',
  create_agent: 'bot',
  agent: 'bot',
  chain: 'link',
  workflow: 'link',
};

export function operationIcon(operation: string): IconName | undefined {
  return OPERATION_ICONS[operation];
}

/** Something about a span's place in the trace that is not as it should be. */
export interface RowNote {
  readonly word: string;
  readonly explanation: string;
}

/** Why a span stands where it does, if that needs saying. */
export function placeNote(model: TraceModel, span: number): RowNote | undefined {
  switch (model.tree.placed[span]) {
    case PLACED.orphan:
      return {
        word: 'parent missing',
        explanation:
          'Its parent span has not arrived: it was not sampled, was lost, or is still running.',
      };
    case PLACED.loop:
      return {
        word: 'parent loop',
        explanation: 'Following its parents leads back to this span. The sender mixed up span ids.',
      };
    default:
      return undefined;
  }
}

const NO_START: RowNote = {
  word: 'no start time',
  explanation:
    'Its sender gave no start time: it is shown where its parent or the trace begins, and how long it took is not known.',
};

/**
 * That a span has no start time, or how its times disagree with its parent's; undefined when they do not, or when it
 * has no parent.
 */
export function skewNote(model: TraceModel, span: number): RowNote | undefined {
  const { table, tree } = model;
  if (!hasStart(table, span)) return NO_START;
  const parent = tree.parent[span]!;
  if (parent === -1 || !hasStart(table, parent)) return undefined;
  const early = table.startNs[parent]! - table.startNs[span]!;
  if (early <= 0) return undefined;
  const lead = formatDurationNs(early);
  return {
    word: `${lead} early`,
    explanation: `Starts ${lead} before its parent: the clocks of the two services differ. Times are shown as sent.`,
  };
}

/**
 * That a span goes on after its parent ended, or only starts then: work that was not waited for, or other clocks.
 * Undefined when it does not, when it has no parent, or when one of them has no start time.
 */
export function lateNote(model: TraceModel, span: number): RowNote | undefined {
  const { table, tree } = model;
  const parent = tree.parent[span]!;
  if (parent === -1 || !hasStart(table, span) || !hasStart(table, parent)) return undefined;
  const parentEnd = table.startNs[parent]! + table.durationNs[parent]!;
  const lag = table.startNs[span]! - parentEnd;
  const longer = table.startNs[span]! + table.durationNs[span]! - parentEnd;
  if (lag > 0) {
    const time = formatDurationNs(lag);
    return {
      word: `${time} late`,
      explanation: `Starts ${time} after its parent ended: it was not waited for, or the clocks of the two services differ.`,
    };
  }
  if (longer <= 0) return undefined;
  const time = formatDurationNs(longer);
  return {
    word: `${time} longer`,
    explanation: `Ends ${time} after its parent: it was not waited for, or the clocks of the two services differ.`,
  };
}

/** What stands in the time column for someone who cannot see the bar. */
export function timeLabel(model: TraceModel, span: number): string {
  const { table } = model;
  if (!hasStart(table, span)) return NO_START.word;
  return `${durationText(table, span)}, starts at ${startText(table, span)}`;
}

/** Words on a collapsed row for what is inside it: `12 spans, 2 errors`. */
export function insideLabel(model: TraceModel, span: number): string {
  const errors = model.tree.errorsBelow[span]!;
  const spans = formatPlural(model.tree.descendants[span]!, 'span');
  return errors === 0 ? spans : `${spans}, ${formatPlural(errors, 'error')}`;
}
