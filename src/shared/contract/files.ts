import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ProjectId } from '../ids.ts';
import { call } from './call.ts';
import { FileReport } from './file-report.ts';
import { Project } from './projects.ts';

/** A file that was read into a workspace. */
export const ReadFile = z.object({
  name: z.string(),
  readAt: z.iso.datetime(),
  /** False where reading was stopped before its end. */
  isWhole: z.boolean(),
  report: FileReport,
});
export type ReadFile = z.infer<typeof ReadFile>;

/** Files that are looked at without a project: kept like one, seen by the person who opened them alone. */
export const Workspace = z.object({
  /** Calls about traces take its id as they take that of any project. */
  project: Project,
  openedAt: z.iso.datetime(),
  files: z.array(ReadFile),
});
export type Workspace = z.infer<typeof Workspace>;

const OneWorkspace = z.object({ projectId: ProjectId });

export const files = {
  list: call({
    permission: 'self',
    route: { method: 'GET', path: '/workspaces' },
    summary: 'Workspaces of files that one has open, the newest first',
  }).output(z.object({ workspaces: z.array(Workspace) })),
  open: call({
    permission: 'traces:write',
    across: true,
    route: { method: 'POST', path: '/workspaces' },
    summary: 'Open an empty workspace for files; they are read into it as into a project',
  })
    .input(z.object({ name: z.string().trim().min(1).max(200) }))
    .output(Workspace),
  close: call({
    permission: 'traces:delete',
    route: { method: 'DELETE', path: '/workspaces/{projectId}' },
    summary: 'Close a workspace of files and remove what was read; the files themselves stay',
  })
    .input(OneWorkspace)
    .output(z.object({ closed: z.literal(true) })),
  /** Yields while it goes on; the last piece is `isDone`. Ending it early keeps what was stored. */
  importInto: call({
    permission: 'traces:write',
    summary: 'Store what is in a workspace in a project: redacted by its rules, duplicates counted',
  })
    .input(z.object({ projectId: ProjectId, workspaceId: ProjectId }))
    .output(
      eventIterator(
        z.object({
          records: z.number().int(),
          total: z.number().int(),
          report: FileReport,
          isDone: z.boolean(),
        }),
      ),
    ),
};
