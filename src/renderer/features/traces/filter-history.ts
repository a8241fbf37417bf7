import { z } from 'zod';
import { readStored, writeStored } from '../../ui/stored.ts';

/** Filters remembered of a project, on this device. */
const MAX_REMEMBERED = 20;

const History = z.array(z.string().max(8192)).max(MAX_REMEMBERED);

const keyOf = (projectId: string): string => `filters.${projectId}`;

/** Filters used in a project, the last one first. */
export function readHistory(projectId: string): readonly string[] {
  return readStored(keyOf(projectId), History, []);
}

/** Takes note of a filter that was used. */
export function rememberFilter(projectId: string, query: string): void {
  const text = query.trim();
  if (text === '') return;
  const others = readHistory(projectId).filter((each) => each !== text);
  writeStored(keyOf(projectId), [text, ...others].slice(0, MAX_REMEMBERED));
}
