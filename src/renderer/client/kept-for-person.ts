import { z } from 'zod';
import { create } from 'zustand';
import { readStored, writeStored } from '../ui/stored.ts';
import { ofInstance } from './instance.ts';

const PERSON = ofInstance('person');

/** Who is signed in here, or was when the window was closed; null from the end of a session until it is known who comes. */
export const usePerson = create<{ id: string | null }>()(() => ({
  id: readStored(PERSON, z.string().nullable(), null),
}));

/** Name under which something is remembered of the person who is signed in, and not of others at the same browser. */
export function ofPerson(key: string): string | null {
  const { id } = usePerson.getState();
  return id === null ? null : ofInstance(`${key}.${id}`);
}

/** How something unsaved is taken aside, and given back: `take` gives how, or undefined where there is nothing. */
type Take = () => (() => void) | undefined;

const takers = new Set<Take>();
/** What was taken aside when a session ended by itself, and whose it is. Never in the page, nor on the disk. */
let aside: { readonly person: string; readonly giveBack: readonly (() => void)[] } | null = null;

/**
 * Has something that somebody wrote and did not save outlive a session that ended by itself: the same person finds it
 * when they come back, and nobody else does.
 */
export function keepForPerson(take: Take): void {
  takers.add(take);
}

/** Takes aside what is not saved, while it is still there; not kept, it is lost. */
export function leavePerson(isKept: boolean): void {
  const { id } = usePerson.getState();
  // The other calls that fail with the session come after the first.
  if (isKept && id === null) return;
  const giveBack = isKept
    ? [...takers].map((take) => take()).filter((give) => give !== undefined)
    : [];
  aside = id === null || giveBack.length === 0 ? null : { person: id, giveBack };
  writeStored(PERSON, null);
  usePerson.setState({ id: null });
}

/** Says who is signed in now: they get back what was theirs, and what was another's is let go of. */
export function greetPerson(id: string): void {
  if (usePerson.getState().id !== id) {
    writeStored(PERSON, id);
    usePerson.setState({ id });
  }
  const kept = aside;
  aside = null;
  if (kept?.person === id) for (const give of kept.giveBack) give();
}
