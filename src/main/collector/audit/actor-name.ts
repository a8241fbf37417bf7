import type { CatalogTransaction } from './audit-trail.ts';
import { localUserName, type Actor } from './actor.ts';

/** What an actor is called now; kept in the entry, as keys and people may be gone later. */
export async function nameActor(tx: CatalogTransaction, actor: Actor): Promise<string> {
  if (actor.kind === 'system') return actor.name;
  if (actor.kind === 'local') return localUserName();
  if (actor.kind === 'key') {
    const key = await tx
      .selectFrom('api_key')
      .select(['name', 'prefix'])
      .where('id', '=', actor.id)
      .executeTakeFirst();
    return key === undefined ? actor.id : key.name === '' ? key.prefix : key.name;
  }
  const person = await tx
    .selectFrom('person')
    .select(['name', 'email'])
    .where('id', '=', actor.id)
    .executeTakeFirst();
  return person?.name || person?.email || actor.id;
}
