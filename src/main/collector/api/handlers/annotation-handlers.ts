import type { Annotator } from '../../annotations/author.ts';
import type { Authority } from '../../annotations/own-annotation.ts';
import { actorOf } from '../../audit/actor.ts';
import type { CallContext } from '../context.ts';
import type { procedures } from '../procedures.ts';
import type { Services } from '../services.ts';

/** Whoever makes a call is a person, a program or the local user: the collector itself makes none. */
const annotator = (context: CallContext) => actorOf(context) as Annotator;

/** Handlers of `contract.annotations`. They give out nothing of the telemetry. */
export function annotationHandlers(
  os: ReturnType<typeof procedures>['annotations'],
  { annotations, access, events }: Services,
) {
  const changed = <T>(answer: T): T => {
    events.publish({ type: 'changed', subject: 'annotations' });
    return answer;
  };
  const authority = (context: CallContext, projectId: string): Authority => ({
    actor: annotator(context),
    mayRemoveAny: access.may(context.principal, 'traces:delete', projectId),
  });
  return {
    get: os.get.handler(({ input: { projectId, traceId }, context }) =>
      annotations.get(projectId, traceId, annotator(context)),
    ),
    find: os.find.handler(({ input: { projectId, ...query } }) =>
      annotations.find(projectId, query),
    ),
    tags: os.tags.handler(async ({ input }) => ({ tags: await annotations.tags(input.projectId) })),
    pin: os.pin.handler(async ({ input: { projectId, traceIds, pinned }, context }) =>
      changed({ changed: await annotations.pin(projectId, traceIds, pinned, annotator(context)) }),
    ),
    tag: os.tag.handler(async ({ input: { projectId, ...change }, context }) =>
      changed({ changed: await annotations.tag(projectId, change, annotator(context)) }),
    ),
    addNote: os.addNote.handler(async ({ input: { projectId, text, ...place }, context }) =>
      changed(await annotations.addNote(projectId, place, text, annotator(context))),
    ),
    editNote: os.editNote.handler(async ({ input: { projectId, noteId, text }, context }) =>
      changed(await annotations.editNote(projectId, noteId, text, annotator(context))),
    ),
    deleteNote: os.deleteNote.handler(async ({ input: { projectId, noteId }, context }) =>
      changed(await annotations.deleteNote(projectId, noteId, authority(context, projectId))),
    ),
    score: os.score.handler(async ({ input: { projectId, scores }, context }) =>
      changed({ scores: await annotations.score(projectId, scores, annotator(context)) }),
    ),
    deleteScore: os.deleteScore.handler(async ({ input: { projectId, scoreId }, context }) =>
      changed(await annotations.deleteScore(projectId, scoreId, authority(context, projectId))),
    ),
  };
}
