import type { DeletionCounts, DeletionTarget } from '../../../shared/contract/deletion.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import type { VisibleStore } from '../visibility/visible-store.ts';

/** Tables of what people say of traces. */
const ANNOTATIONS = new Set(['trace_note', 'trace_tag', 'trace_score']);
/** A deletion that waits has what it looks for, until it is done. */
const PASSING = new Set(['deletion']);

/**
 * Where the value that is deleted by stands in what people wrote of the project; nothing where it does not, and for
 * whoever is kept from seeing something.
 *
 * @param goes traces that go with what was said of them
 */
export async function mentionsOf(
  catalog: Pick<Catalog, 'findMentions'>,
  projectId: string,
  target: DeletionTarget,
  seen: Pick<VisibleStore, 'hidesAnything'>,
  goes: readonly string[] = [],
): Promise<Pick<DeletionCounts, 'mentions'>> {
  if (target.kind !== 'attribute' || seen.hidesAnything) return {};
  const { rows, copies } = await catalog.findMentions(projectId, target.value, new Set(goes));
  const mentions = {
    savedFilters: 0,
    annotations: 0,
    auditEntries: 0,
    settings: 0,
    copies: [...copies],
  };
  for (const [table, count] of rows) {
    if (PASSING.has(table)) continue;
    if (table === 'saved_filter') mentions.savedFilters += count;
    else if (table === 'audit_entry') mentions.auditEntries += count;
    else if (ANNOTATIONS.has(table)) mentions.annotations += count;
    else mentions.settings += count;
  }
  const { savedFilters, annotations, auditEntries, settings } = mentions;
  const isNowhere = savedFilters + annotations + auditEntries + settings + copies.length === 0;
  return isNowhere ? {} : { mentions };
}
