import { z } from 'zod';
import { ProjectId, SavedFilterId } from '../ids.ts';
import { Author } from './annotations.ts';
import { call } from './call.ts';

/** A line of text; the same letters always written the same way. */
const FilterName = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .min(1, 'A filter needs a name.')
      .max(100, 'The name of a filter is longer than 100 characters.')
      .regex(
        /^[^\p{Cc}\p{Cs}\u{2028}\u{2029}]*$/u,
        'The name has characters that cannot be shown.',
      ),
  );

/** A filter kept under a name. */
export const SavedFilter = z.object({
  id: SavedFilterId,
  name: z.string(),
  /** In the filter language. */
  query: z.string(),
  /** Whether all who see the project have it, or its author alone. */
  isShared: z.boolean(),
  author: Author,
  /** Whether whoever asks saved it. */
  isOwn: z.boolean(),
});
export type SavedFilter = z.infer<typeof SavedFilter>;

export const savedFilters = {
  list: call({
    permission: 'projects:read',
    route: { method: 'GET', path: '/projects/{projectId}/filters' },
    summary: 'Saved filters of a project: the shared ones, and your own',
  })
    .input(z.object({ projectId: ProjectId }))
    .output(z.object({ filters: z.array(SavedFilter) })),
  save: call({
    permission: 'annotations:write',
    route: { method: 'PUT', path: '/projects/{projectId}/filters' },
    summary: 'Save a filter; one of yours with the same name is replaced',
  })
    .input(
      z.object({
        projectId: ProjectId,
        name: FilterName,
        query: z.string().min(1).max(8192),
        isShared: z.boolean().default(false),
      }),
    )
    .output(SavedFilter),
  remove: call({
    permission: 'annotations:write',
    route: { method: 'DELETE', path: '/projects/{projectId}/filters/{filterId}' },
    summary: 'Remove a saved filter: your own, or any with the right to delete traces',
  })
    .input(z.object({ projectId: ProjectId, filterId: SavedFilterId }))
    .output(z.object({ removed: z.boolean() })),
};
