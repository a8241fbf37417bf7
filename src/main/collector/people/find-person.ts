import type { Selectable } from 'kysely';
import type { PersonTable } from '../catalog/people-tables.ts';
import type { CatalogReader } from '../roles/find-role.ts';

export type PersonRow = Selectable<PersonTable>;

/** All that is stored of a person who exists; throws kysely's `NoResultError` for anybody else. */
export function readPerson(db: CatalogReader, personId: string): Promise<PersonRow> {
  return db.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirstOrThrow();
}

/** Whether somebody else than the person has this e-mail address, letter case ignored. */
export async function isEmailTaken(
  db: CatalogReader,
  email: string,
  personId: string,
): Promise<boolean> {
  const other = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', email)
    .where('id', '!=', personId)
    .executeTakeFirst();
  return other !== undefined;
}
