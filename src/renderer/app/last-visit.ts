import { z } from 'zod';
import { create } from 'zustand';
import { ofInstance } from '../client/instance.ts';
import { readStored, writeStored } from '../ui/stored.ts';
import { EVERYTHING, readTraceSearch, writeTraceSearch, type TraceSearch } from './trace-search.ts';

const PROJECT = ofInstance('last-project');
const SEARCHES = ofInstance('last-searches');

const Searches = z.record(z.string(), z.string());

interface LastVisit {
  projectId: string | null;
  /** Query of the last Traces address of each project. */
  searches: Record<string, string>;
}

/** Which project and which filters the person worked with last; survives a restart. */
const useLastVisit = create<LastVisit>()(() => ({
  projectId: readStored(PROJECT, z.string().nullable(), null),
  searches: readStored(SEARCHES, Searches, {}),
}));

export function rememberProject(projectId: string): void {
  if (useLastVisit.getState().projectId === projectId) return;
  writeStored(PROJECT, projectId);
  useLastVisit.setState({ projectId });
}

export function rememberSearch(projectId: string, search: TraceSearch): void {
  const query = writeTraceSearch(search).toString();
  const { searches } = useLastVisit.getState();
  if (searches[projectId] === query) return;
  const next = { ...searches, [projectId]: query };
  writeStored(SEARCHES, next);
  useLastVisit.setState({ searches: next });
}

export function useLastProject(): string | null {
  return useLastVisit((state) => state.projectId);
}

const toSearch = (query: string | undefined): TraceSearch =>
  query === undefined ? EVERYTHING : readTraceSearch(new URLSearchParams(query));

/** The search a link to the project's traces should carry. */
export function useLastSearch(projectId: string): TraceSearch {
  return toSearch(useLastVisit((state) => state.searches[projectId]));
}

export function lastSearch(projectId: string): TraceSearch {
  return toSearch(useLastVisit.getState().searches[projectId]);
}
