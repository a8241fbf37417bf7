import type { Author } from '../../../shared/contract/annotations.ts';
import type { Actor } from '../audit/actor.ts';
import { nameActor } from '../audit/actor-name.ts';
import type { CatalogTransaction } from '../audit/audit-trail.ts';
import type { TracePinTable } from '../catalog/annotation-tables.ts';

export type AuthorColumns = Pick<TracePinTable, 'author_kind' | 'author_id' | 'author_name'>;

/** Who annotates, without the name, which is looked up when it is written. */
export type Annotator = Actor & { readonly kind: Exclude<Author['kind'], 'import'> };

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

/** Somebody of another instance, by what they are there. */
export function importedAuthor({ kind, id, name }: Author): AuthorColumns {
  // Local users have no id: those of two machines are told by their names.
  const there = kind === 'import' ? (id ?? '') : `${kind}:${id ?? name}`;
  return { author_kind: 'import', author_id: there, author_name: name };
}

/** The author as the instance knew them where it was said. */
export function originalAuthor({ author_kind, author_id, author_name }: AuthorColumns): Author {
  const [kind, id = ''] = author_kind === 'import' ? split(author_id) : [author_kind, author_id];
  return { kind, id: kind === 'local' || id === '' ? null : id, name: author_name };
}

function split(there: string): readonly [Author['kind'], string] {
  const at = there.indexOf(':');
  const kind = there.slice(0, Math.max(at, 0));
  if (kind === 'local' || kind === 'person' || kind === 'key') return [kind, there.slice(at + 1)];
  return ['import', there];
}

/** Whether a program said it with an API key, here or where it comes from. */
export function isByProgram(row: AuthorColumns): boolean {
  return originalAuthor(row).kind === 'key';
}

/** Whether something was written by whoever asks. */
export function isOwn(row: AuthorColumns, actor: Annotator): boolean {
  return row.author_kind === actor.kind && row.author_id === idOf(actor);
}
