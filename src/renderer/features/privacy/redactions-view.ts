import { create } from 'zustand';
import { endsWithSession } from '../../client/belongings.ts';
import type { RangeName } from './redaction-buckets.ts';

export const FIELDS = ['type', 'key', 'service', 'environment'] as const;
export type Field = (typeof FIELDS)[number];

/** What is shown of a project's redaction audit. */
export interface RedactionsView {
  readonly range: RangeName;
  readonly picked: Readonly<Partial<Record<Field, string>>>;
}

const FIRST: RedactionsView = { range: 'day', picked: {} };

/** By project; in memory only, so that going to another tab and back shows the same. */
const useViews = create<Readonly<Record<string, RedactionsView>>>()(() => ({}));
endsWithSession(() => useViews.setState({}, true));

export function useRedactionsView(projectId: string): RedactionsView {
  return useViews((views) => views[projectId] ?? FIRST);
}

export function setRedactionsView(projectId: string, view: RedactionsView): void {
  useViews.setState({ [projectId]: view });
}
