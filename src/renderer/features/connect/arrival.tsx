import { useEffect, useState } from 'react';
import type { Project } from '../../../shared/contract/projects.ts';
import { hrefOf } from '../../app/route.ts';
import { lastSearch } from '../../app/last-visit.ts';
import { navigate } from '../../app/use-route.ts';
import { client } from '../../client/client.ts';
import { onStored } from '../../client/live.ts';
import { usePresence } from '../../client/presence.ts';
import { Icon } from '../../ui/icons.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './connect.module.css';

/** Id of the project's newest trace; undefined without any, and where it may not be read. */
async function newestTrace(projectId: string): Promise<string | undefined> {
  const page = await client.traces.list({ projectId, filter: {}, limit: 1 }).catch(() => undefined);
  return page?.traces[0]?.traceId;
}

/**
 * Waits for spans of the project.
 *
 * The first one a project ever gets is announced and its trace opened; later ones are only linked,
 * as nobody wants to be carried away while reading.
 */
export function Arrival({ project }: { project: Project }) {
  const [wasEmpty] = useState(project.spanCount === 0);
  // The address changes before this screen goes: whoever is leaving is not called back, nor carried on to the next trace.
  const [here] = useState(window.location.hash);
  const [traceId, setTraceId] = useState<string | null>(null);
  const { kind } = usePresence();
  const projectId = project.id;
  const isCounted = project.spanCount > 0;
  useEffect(() => {
    const isHere = () => window.location.hash === here;
    const open = (first: string) => {
      if (!isHere()) return;
      showToast({ title: 'The first span arrived', look: 'ok' });
      navigate({ screen: 'trace', projectId, traceId: first, spanId: null, view: null });
    };
    // It came before events were followed: only its count tells.
    if (wasEmpty && isCounted) void newestTrace(projectId).then((first) => first && open(first));
    return onStored((event) => {
      if (event.projectId !== projectId || !event.traceId) return;
      if (wasEmpty) open(event.traceId);
      else if (isHere()) setTraceId(event.traceId);
    });
  }, [projectId, wasEmpty, isCounted, here]);
  if (kind !== 'there' && kind !== 'connecting') {
    return <p className={styles.arrival}>Nothing is received until it is back.</p>;
  }
  if (wasEmpty) {
    return (
      <p className={styles.arrival} role="status">
        <span className={styles.pulse} aria-hidden="true" />
        Waiting for the first span. Its trace opens by itself.
      </p>
    );
  }
  return (
    <p className={styles.arrival} role="status">
      <Icon name="ok" />
      {traceId ? (
        <a
          className={styles.link}
          href={hrefOf({ screen: 'trace', projectId, traceId, spanId: null, view: null })}
        >
          A span has just arrived: open its trace
        </a>
      ) : (
        <>
          {project.lastSpanAt ? (
            <span>
              Last span <RelativeTime iso={project.lastSpanAt} />.
            </span>
          ) : null}
          <a
            className={styles.link}
            href={hrefOf({ screen: 'traces', projectId, search: lastSearch(projectId) })}
          >
            Go to the traces
          </a>
        </>
      )}
    </p>
  );
}
