import { useState } from 'react';
import { z } from 'zod';
import { readStored, writeStored } from '../../ui/stored.ts';
import { FIRST_VIEW, PROJECT_SORTS, type ProjectView } from './project-query.ts';

const Look = z.object({
  as: z.enum(['table', 'cards']),
  sort: z.enum(PROJECT_SORTS),
  order: z.enum(['asc', 'desc']),
});
type Look = z.infer<typeof Look>;

const FIRST_LOOK: Look = { as: 'table', sort: FIRST_VIEW.sort, order: FIRST_VIEW.order };

/** How the list of projects is looked at: as cards or as a table, and in which order; survives a restart. */
export function useProjectsLook() {
  const [look, setLook] = useState(() => readStored('projects-look', Look, FIRST_LOOK));
  const [rest, setRest] = useState<Pick<ProjectView, 'search' | 'archived' | 'page'>>(FIRST_VIEW);
  const remember = (next: Look): void => {
    setLook(next);
    writeStored('projects-look', next);
  };
  return {
    as: look.as,
    view: {
      search: rest.search,
      archived: rest.archived,
      page: rest.page,
      sort: look.sort,
      order: look.order,
    } satisfies ProjectView,
    setAs: (as: Look['as']) => remember({ ...look, as }),
    setView: (view: ProjectView) => {
      setRest(view);
      remember({ as: look.as, sort: view.sort, order: view.order });
    },
  };
}
