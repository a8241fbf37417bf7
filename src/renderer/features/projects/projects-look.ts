import { useState } from 'react';
import { z } from 'zod';
import type { ProjectsRoute } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { readStored, writeStored } from '../../ui/stored.ts';
import { FIRST_VIEW, PROJECT_SORTS, type ProjectView } from './project-query.ts';

const Look = z.object({
  as: z.enum(['table', 'cards']),
  sort: z.enum(PROJECT_SORTS),
  order: z.enum(['asc', 'desc']),
});
type Look = z.infer<typeof Look>;

const FIRST_LOOK: Look = { as: 'table', sort: FIRST_VIEW.sort, order: FIRST_VIEW.order };

/**
 * How the list of projects is looked at: as cards or as a table, and in which order, survives a restart; what is looked
 * for is in the address, so that whoever opens a project and comes back finds it.
 */
export function useProjectsLook({ text = '', archived, page = 0 }: ProjectsRoute) {
  const [look, setLook] = useState(() => readStored('projects-look', Look, FIRST_LOOK));
  const remember = (next: Look): void => {
    setLook(next);
    writeStored('projects-look', next);
  };
  return {
    as: look.as,
    view: {
      search: text,
      archived: archived === true,
      page,
      sort: look.sort,
      order: look.order,
    } satisfies ProjectView,
    setAs: (as: Look['as']) => remember({ ...look, as }),
    setView: (view: ProjectView) => {
      const { search, archived, page } = view;
      navigate(
        { screen: 'projects', text: search, archived: archived || undefined, page },
        { replace: true },
      );
      remember({ as: look.as, sort: view.sort, order: view.order });
    },
  };
}
