import type { Author } from '../../../shared/contract/annotations.ts';
import type { Actor } from '../audit/actor.ts';
import { nameActor } from '../audit/actor-name.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { TracePinTable } from '../catalog/annotation-tables.ts';

export type AuthorColumns = Pick<TracePinTable, 'author_kind' | 'author_id' | 'author_name'>;

/** Who annotates, without the name, which is looked up when it is written. */
export type Annotator = Actor & { readonly kind: Author['kind'] };

/** The id of an annotator in the catalog; empty for the local user. */
function idOf(actor: Annotator): string {
  return 'id' in actor ? actor.id : '';
}

export async function authorColumns(
  tx: CatalogTransaction,
  actor: Annotator,
): Promise<AuthorColumns> {
  const author_name = await nameActor(tx, actor);
  return { author_kind: actor.kind, author_id: idOf(actor), author_name };
}

export function toAuthor(row: AuthorColumns): Author {
  return {
    kind: row.author_kind,
    id: row.author_id === '' ? null : row.author_id,
    name: row.author_name,
  };
}

/** Whether something was written by whoever asks. */
export function isOwn(row: AuthorColumns, actor: Annotator): boolean {
  return row.author_kind === actor.kind && row.author_id === idOf(actor);
}
