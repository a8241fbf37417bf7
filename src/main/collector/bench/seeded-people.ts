import { createRowId } from '../catalog/row-id.ts';

const FIRST_NAMES =
  'Ada Ben Chiara Dmitri Elif Farid Grace Hanna Ines João Kofi Lena Mira Nadia Omar Priya Quentin Rosa Samir Tomás'.split(
    ' ',
  );
const LAST_NAMES =
  'Adler Becker Castillo Dubois Eriksen Fischer García Haddad Ivanova Jansen Kowalski Lindqvist Moreau Nakamura Okafor Petrov Rahman Schneider Tanaka Urbina Vasquez Weber Yamada Zhang Øster'.split(
    ' ',
  );

/** Somebody who never was. */
export interface SeededPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The person of a number; five hundred names, an address each. */
export function personOf(index: number): SeededPerson {
  const first = FIRST_NAMES[index % FIRST_NAMES.length]!;
  const last = LAST_NAMES[Math.floor(index / FIRST_NAMES.length) % LAST_NAMES.length]!;
  const plain = `${first}.${last}`.normalize('NFD').replaceAll(/[^A-Za-z.]/g, '');
  return {
    id: createRowId('per'),
    name: `${first} ${last}`,
    email: `${plain.toLowerCase()}.${index}@example.org`,
  };
}
