import type { Project } from '../../../shared/contract/projects.ts';
import type { MenuEntry } from '../../ui/menu.tsx';

/** Why nothing can be deleted, and what would change that. */
export const ON_HOLD =
  'The project is on legal hold: nothing of it may be deleted. Take the hold off in Retention first.';

/** What an entry that deletes is given in addition: on legal hold it is there, says why, and does nothing. */
export function heldEntry(
  project: Pick<Project, 'kept'> | undefined,
): Partial<Extract<MenuEntry, { onSelect: () => void }>> {
  return project?.kept.legalHold ? { disabled: true, note: 'on legal hold' } : {};
}
