import { z } from 'zod';
import { ofPerson } from '../../client/kept-for-person.ts';
import { readStored, writeStored } from '../../ui/stored.ts';

/** Filters remembered of a project for each person, on this device. */
const MAX_REMEMBERED = 20;

const History = z.array(z.string().max(8192)).max(MAX_REMEMBERED);

const keyOf = (projectId: string): string | null => ofPerson(`filters.${projectId}`);

/** Filters that whoever is signed in used in a project, the last one first. */
export function readHistory(projectId: string): readonly string[] {
  const key = keyOf(projectId);
  return key === null ? [] : readStored(key, History, []);
}

/** Takes note of a filter that was used. */
export function rememberFilter(projectId: string, query: string): void {
  const text = query.trim();
  const key = keyOf(projectId);
  if (text === '' || key === null) return;
  const others = readHistory(projectId).filter((each) => each !== text);
  writeStored(key, [text, ...others].slice(0, MAX_REMEMBERED));
}
