import type { Mentions } from './contract/deletion.ts';

const counted = (count: number, one: string, more: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : more}`];

/** Where a value stands besides telemetry, in words, and what can be done. */
export function describeMentions(mentions: Mentions): string {
  const { savedFilters, annotations, auditEntries, settings, copies } = mentions;
  const places = [
    ...counted(savedFilters, 'saved filter', 'saved filters'),
    ...counted(annotations, 'note, tag or score', 'notes, tags and scores'),
    ...counted(settings, 'setting of the project', 'settings of the project'),
    ...counted(auditEntries, 'entry of the audit log', 'entries of the audit log'),
    ...copies,
  ];
  return `A deletion does not touch what people wrote: the value also stands in ${places.join(', ')}. Remove or change those by hand; the audit log keeps its entries for as long as its own rule says.`;
}
