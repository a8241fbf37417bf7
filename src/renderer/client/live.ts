import { ORPCError } from '@orpc/client';
import type { CollectorEvent } from '../../shared/contract/collector.ts';
import { asksForAnnotations } from '../../shared/query/resolve.ts';
import type { TraceSearch } from '../app/trace-search.ts';
import { atMostEvery } from './at-most-every.ts';
import { api, client } from './client.ts';
import { setConnection, useConnection } from './connection.ts';
import { queryClient, refreshEverything } from './queries.ts';
import { forgetSession } from './session.ts';
import { setViewAs } from './view-as.ts';

export type StoredEvent = Extract<CollectorEvent, { type: 'stored' }>;

const storedListeners = new Set<(event: StoredEvent) => void>();

/** Calls `listener` when spans of any project were stored; returns how to stop. */
export function onStored(listener: (event: StoredEvent) => void): () => void {
  storedListeners.add(listener);
  return () => storedListeners.delete(listener);
}

/** Spans and sizes in the list of projects are read anew at most this often while data arrives, ms. */
const PROJECTS_MS = 3_000;
const refreshProjects = atMostEvery(
  PROJECTS_MS,
  () => void queryClient.invalidateQueries({ queryKey: api.projects.key() }),
);

function handle(event: CollectorEvent): void {
  switch (event.type) {
    case 'status':
      queryClient.setQueryData(api.collector.status.queryKey(), event.status);
      break;
    case 'stored':
      for (const listener of storedListeners) listener(event);
      refreshProjects();
      break;
    case 'limits':
      void queryClient.invalidateQueries({ queryKey: api.usage.key() });
      break;
    case 'changed':
      if (event.subject === 'visibility') forgetTelemetry();
      if (event.subject === 'annotations') refreshAnnotatedLists();
      for (const queryKey of keysOf(event.subject)) {
        void queryClient.invalidateQueries({ queryKey });
      }
      break;
  }
}

/** Reads what is on screen of telemetry anew and forgets the rest: other rules say what may be seen of it. */
function forgetTelemetry(): void {
  for (const queryKey of [
    api.traces.key(),
    api.threads.key(),
    ['trace-list'],
    ['trace-tail'],
    ['trace-groups'],
    ['trace-facets'],
    ['trace-suggestions'],
    ['trace-histogram'],
    ['analytics'],
  ]) {
    void queryClient.resetQueries({ queryKey });
  }
}

/** Whether what is read for a search depends on what is said of traces. */
function dependsOnAnnotations({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  const search = queryKey[2] as TraceSearch | undefined;
  return asksForAnnotations(search?.terms?.query ?? '');
}

function refreshAnnotatedLists(): void {
  for (const name of ['trace-list', 'trace-tail', 'trace-groups', 'trace-histogram']) {
    void queryClient.invalidateQueries({ queryKey: [name], predicate: dependsOnAnnotations });
  }
}

function keysOf(subject: (CollectorEvent & { type: 'changed' })['subject']) {
  switch (subject) {
    case 'projects':
      // What is kept and redacted of each belongs to them.
      return [
        api.projects.key(),
        api.retention.get.key(),
        api.retention.preview.key(),
        api.retention.instance.key(),
        api.redaction.get.key(),
        api.redaction.instance.key(),
      ];
    case 'keys':
      // A project's row counts its keys.
      return [api.keys.key(), api.projects.key()];
    case 'settings':
      return [api.collector.key()];
    case 'prices':
      return [api.prices.key()];
    case 'audit':
      // The list of backups is read from the log. Sweeps, deletions, scans and rewrites are told by their entries.
      return [
        api.audit.list.key(),
        api.backup.key(),
        api.retention.get.key(),
        api.pastRedaction.key(),
      ];
    case 'organizations':
      // A new one has its first project.
      return [api.organizations.key(), api.projects.key()];
    case 'visibility':
      return [api.visibility.key()];
    case 'annotations':
      return [api.annotations.key(), ['trace-facets']];
    case 'people':
      // What somebody may see depends on the roles they have.
      return [
        api.people,
        api.invitations,
        api.members,
        api.roles,
        api.session,
        api.organizations,
        api.projects,
      ].map((subject) => subject.key());
  }
}

const pause = async (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Resolves when there is a session again. */
async function signedIn(): Promise<void> {
  if (useConnection.getState().phase !== 'signed-out') return;
  await new Promise<void>((resolve) => {
    const stop = useConnection.subscribe(({ phase }) => {
      if (phase === 'signed-out') return;
      stop();
      resolve();
    });
  });
}

/** Without an event for this long the collector is asked whether it is still there, ms. */
const SILENCE_MS = 10_000;
/** It has this long to answer: far more than it takes on a busy machine, ms. */
const ANSWER_MS = 20_000;

/** @throws whatever keeps the collector from answering, in time or at all */
async function readStatus(): Promise<void> {
  const asking = new AbortController();
  const timer = setTimeout(() => asking.abort(), ANSWER_MS);
  try {
    const status = await client.collector.status(undefined, { signal: asking.signal });
    queryClient.setQueryData(api.collector.status.queryKey(), status);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Looks whether a silent collector still answers: a cable that was pulled, or a process that hangs, ends no
 * subscription. `onGone` is called once when it does not.
 */
function watchSilence(onGone: () => void): { heard: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const heard = (): void => {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(() => void ask(), SILENCE_MS);
  };
  const ask = async (): Promise<void> => {
    try {
      await readStatus();
      heard();
    } catch {
      if (!isOver) onGone();
    }
  };
  heard();
  return {
    heard,
    stop: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Follows the collector's events for as long as the window lives.
 *
 * Whenever the subscription ends (collector restarted, laptop slept) or nothing answers any more it is made again with
 * growing pauses, and once it stands everything on screen is asked for anew, as events may have been missed.
 */
export async function followCollector(): Promise<never> {
  let failures = 0;
  for (;;) {
    const following = new AbortController();
    let silence: ReturnType<typeof watchSilence> | undefined;
    try {
      await signedIn();
      await readStatus();
      const events = await client.collector.events(undefined, { signal: following.signal });
      setConnection('ready');
      // What is counted of projects may have been read just before the first event could come.
      if (failures > 0) void refreshEverything();
      else void queryClient.invalidateQueries({ queryKey: api.projects.key() });
      failures = 0;
      silence = watchSilence(() => following.abort());
      for await (const event of events) {
        silence.heard();
        handle(event);
      }
    } catch (error) {
      // Without any role left there is nothing to show, though the session lives on.
      if (error instanceof ORPCError && error.code === 'forbidden') forgetSession();
      if (useConnection.getState().phase === 'signed-out') {
        // Whoever signs in next must not see what was here before.
        queryClient.clear();
        setViewAs(null);
        continue;
      }
    } finally {
      silence?.stop();
    }
    failures += 1;
    if (useConnection.getState().phase === 'ready') setConnection('lost');
    await pause(Math.min(200 * 2 ** Math.min(failures - 1, 4), 2_000));
  }
}
