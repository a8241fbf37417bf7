import { z } from 'zod';
import { create } from 'zustand';
import { ofPerson, usePerson } from '../client/kept-for-person.ts';
import { readStored, writeStored } from '../ui/stored.ts';
import { EVERYTHING, readTraceSearch, writeTraceSearch, type TraceSearch } from './trace-search.ts';

const PROJECT = 'last-project';
const SEARCHES = 'last-searches';

const Searches = z.record(z.string(), z.string());

interface LastVisit {
  projectId: string | null;
  /** Query of the last Traces address of each project. */
  searches: Record<string, string>;
}

function ofWhoIsHere<T>(key: string, schema: z.ZodType<T>, fallback: T): T {
  const name = ofPerson(key);
  return name === null ? fallback : readStored(name, schema, fallback);
}

const readVisit = (): LastVisit => ({
  projectId: ofWhoIsHere(PROJECT, z.string().nullable(), null),
  searches: ofWhoIsHere(SEARCHES, Searches, {}),
});

/** Which project and which filters the person worked with last; survives a restart. */
const useLastVisit = create<LastVisit>()(readVisit);

usePerson.subscribe(({ id }) => {
  // Before it was known who came they may have gone somewhere already.
  const { projectId, searches } = useLastVisit.getState();
  const before = readVisit();
  useLastVisit.setState(before);
  if (id === null) return;
  if (projectId !== null) rememberProject(projectId);
  writeSearches({ ...before.searches, ...searches });
});

function write(key: string, value: unknown): void {
  const name = ofPerson(key);
  if (name !== null) writeStored(name, value);
}

function writeSearches(searches: Record<string, string>): void {
  write(SEARCHES, searches);
  useLastVisit.setState({ searches });
}

export function rememberProject(projectId: string): void {
  if (useLastVisit.getState().projectId === projectId) return;
  write(PROJECT, projectId);
  useLastVisit.setState({ projectId });
}

export function rememberSearch(projectId: string, search: TraceSearch): void {
  const query = writeTraceSearch(search).toString();
  const { searches } = useLastVisit.getState();
  if (searches[projectId] === query) return;
  writeSearches({ ...searches, [projectId]: query });
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
